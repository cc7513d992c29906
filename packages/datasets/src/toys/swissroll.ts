import { drawPoints } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * One spiral, the roll seen from its end: axes 0 and 2 of scikit-learn's `make_swiss_roll(noise=1)`, divided by 5.
 *
 *     t ~ U(3π/2, 9π/2)        ε ~ N(0, I)        x = ((t cos t, t sin t) + ε) / 5
 */
export const swissroll: Toy = {
  name: 'swissroll',
  entropy: 2.6696,

  sample(count, rng) {
    const uniforms = rng.uniforms(count);
    const noises = rng.normals(2 * count);
    return drawPoints('swissroll', count, (row) => {
      const t = 1.5 * Math.PI * (1 + 2 * (uniforms[row] as number));
      return [
        (t * Math.cos(t) + (noises[2 * row] as number)) / 5,
        (t * Math.sin(t) + (noises[2 * row + 1] as number)) / 5,
      ];
    });
  },
};
