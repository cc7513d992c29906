import { drawPoints } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * Two half circles that reach into each other, θ ~ U(0, π), ε ~ N(0, 0.1² I): scikit-learn's `make_moons(noise=0.1)`,
 * times 2, moved by (-1, -0.2).
 *
 *     upper (cos θ, sin θ) + ε            lower (1 - cos θ, 1/2 - sin θ) + ε
 */
export const moons: Toy = {
  name: 'moons',
  entropy: 2.3939,

  sample(count, rng) {
    const halfTurns = rng.uniforms(count);
    const noises = rng.normals(2 * count);
    return drawPoints('moons', count, (row) => {
      const angle = Math.PI * (halfTurns[row] as number);
      const upper = rng.integer(2) === 0;
      const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
      const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
      return [2 * (x + 0.1 * (noises[2 * row] as number)) - 1, 2 * (y + 0.1 * (noises[2 * row + 1] as number)) - 0.2];
    });
  },
};
