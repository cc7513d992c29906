import { logBesselI0 } from './bessel-i0.ts';
import { drawPoints, logDensityAt } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * Circles round the origin with equal weight and Gaussian noise. A circle of radius R with noise σ has, r = |x|,
 *
 *     p(x) = 1/(2πσ²) exp(-(r² + R²) / 2σ²) I₀(r R / σ²)
 *
 * which is the Gaussian's density averaged over the angle between x and its centre.
 */
export function concentric(
  name: string,
  { radii, noise, entropy }: { radii: readonly number[]; noise: number; entropy: number },
): Toy {
  const variance = noise ** 2;
  return {
    name,
    entropy,

    sample(count, rng) {
      const turns = rng.uniforms(count);
      const noises = rng.normals(2 * count);
      return drawPoints(name, count, (row) => {
        const radius = radii[rng.integer(radii.length)] as number;
        const angle = 2 * Math.PI * (turns[row] as number);
        return [
          radius * Math.cos(angle) + noise * (noises[2 * row] as number),
          radius * Math.sin(angle) + noise * (noises[2 * row + 1] as number),
        ];
      });
    },

    logProb: (points) =>
      logDensityAt(name, points, (x, y) => {
        const r = Math.hypot(x, y);
        const exponents = radii.map((R) => logBesselI0((r * R) / variance) - (r ** 2 + R ** 2) / (2 * variance));
        const largest = Math.max(...exponents);
        const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - largest), 0);
        return largest + Math.log(sum) - Math.log(radii.length * 2 * Math.PI * variance);
      }),
  };
}
