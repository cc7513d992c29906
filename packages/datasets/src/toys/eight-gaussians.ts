import { drawPoints, logDensityAt } from './plane.ts';
import type { Toy } from './toy.ts';

// biome-ignore lint/suspicious/noApproximativeNumericConstant: FFJORD divides by 1.414, not by √2
const divisor = 1.414;
const radius = 4 / divisor;
const noise = 0.5 / divisor;

const centres = Array.from({ length: 8 }, (_, k) => {
  const angle = (k * Math.PI) / 4;
  return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
});

/**
 * Eight equal Gaussians on a circle.
 *
 *     p(x) = 1/8 Σₖ N(x; R (cos kπ/4, sin kπ/4), σ² I)        R = 4 / 1.414, σ = 0.5 / 1.414
 */
export const eightGaussians: Toy = {
  name: '8gaussians',
  entropy: 2.8319,

  sample(count, rng) {
    const noises = rng.normals(2 * count);
    return drawPoints('8gaussians', count, (row) => {
      const [x, y] = centres[rng.integer(8)] as (typeof centres)[number];
      return [x + noise * (noises[2 * row] as number), y + noise * (noises[2 * row + 1] as number)];
    });
  },

  logProb: (points) =>
    logDensityAt('8gaussians', points, (x, y) => {
      const exponents = centres.map(([cx, cy]) => -((x - cx) ** 2 + (y - cy) ** 2) / (2 * noise ** 2));
      const largest = Math.max(...exponents);
      const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - largest), 0);
      return largest + Math.log(sum) - Math.log(8 * 2 * Math.PI * noise ** 2);
    }),
};
