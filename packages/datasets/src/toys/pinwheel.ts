import { drawPoints } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * Five Gaussian arms, bent by a turn that grows with the distance r from the centre (Johnson et al. 2016).
 *
 *     r ~ N(1, 0.3²)        t ~ N(0, 0.1²)        θ = 2πk/5 + exp(r) / 4, k uniform
 *     x = 2 (r cos θ + t sin θ, t cos θ - r sin θ)
 */
export const pinwheel: Toy = {
  name: 'pinwheel',
  entropy: 2.318,

  sample(count, rng) {
    const noises = rng.normals(2 * count);
    return drawPoints('pinwheel', count, (row) => {
      const r = 1 + 0.3 * (noises[2 * row] as number);
      const t = 0.1 * (noises[2 * row + 1] as number);
      const angle = (2 * Math.PI * rng.integer(5)) / 5 + Math.exp(r) / 4;
      return [2 * (r * Math.cos(angle) + t * Math.sin(angle)), 2 * (t * Math.cos(angle) - r * Math.sin(angle))];
    });
  },
};
