import { drawPoints } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * Two spirals of one and a half turns, each the other's mirror in the origin.
 *
 *     n = 3π √u, u ~ U(0, 1)        v, w ~ U(0, 1/2)        ε ~ N(0, 0.1² I)
 *     x = ±(v - n cos n, w + n sin n) / 3 + ε
 */
export const twoSpirals: Toy = {
  name: '2spirals',
  entropy: 2.6454,

  sample(count, rng) {
    const uniforms = rng.uniforms(3 * count);
    const noises = rng.normals(2 * count);
    return drawPoints('2spirals', count, (row) => {
      const n = 3 * Math.PI * Math.sqrt(uniforms[3 * row] as number);
      const x = (uniforms[3 * row + 1] as number) / 2 - n * Math.cos(n);
      const y = (uniforms[3 * row + 2] as number) / 2 + n * Math.sin(n);
      const third = rng.integer(2) === 0 ? 1 / 3 : -1 / 3;
      return [third * x + 0.1 * (noises[2 * row] as number), third * y + 0.1 * (noises[2 * row + 1] as number)];
    });
  },
};
