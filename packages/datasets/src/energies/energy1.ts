import * as tf from '@tensorflow/tfjs';
import { logDensityAt } from '../toys/plane.ts';
import { coordinates } from './coordinates.ts';
import type { Energy } from './energy.ts';

const name = 'energy1';
const logNormalizer = 1.87750163;

/**
 * A ring, thick on the left and on the right.
 *
 *     U_1(z) = ½ ((‖z‖ - 2) / 0.4)² - ln(exp(-½ ((z_1 - 2) / 0.6)²) + exp(-½ ((z_1 + 2) / 0.6)²))
 *
 * ‖z‖ is √(z_1² + z_2² + 1e-12) in `logDensity`, whose slope at the centre is 0 and not 0 / 0.
 */
export const energy1: Energy = {
  name,
  logNormalizer,
  entropy: 2.66,
  logDensity: (z) =>
    tf.tidy(() => {
      const [z1] = coordinates(name, z);
      const radius = z.square().sum(1).add(1e-12).sqrt();
      const sides = z1
        .sub([[2, -2]])
        .div(0.6)
        .square()
        .mul(-0.5);
      return tf.logSumExp(sides, 1).sub(radius.sub(2).div(0.4).square().mul(0.5)) as tf.Tensor1D;
    }),
  logProb: (points) =>
    logDensityAt(name, points, (z1, z2) => {
      const [right, left] = [-0.5 * ((z1 - 2) / 0.6) ** 2, -0.5 * ((z1 + 2) / 0.6) ** 2];
      const sides = Math.max(right, left) + Math.log1p(Math.exp(-Math.abs(right - left)));
      return sides - 0.5 * ((Math.hypot(z1, z2) - 2) / 0.4) ** 2 - logNormalizer;
    }),
};
