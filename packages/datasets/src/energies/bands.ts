import * as tf from '@tensorflow/tfjs';
import { logDensityAt } from '../toys/plane.ts';
import { coordinates } from './coordinates.ts';
import { type Curve, w1 } from './curve.ts';
import type { Energy } from './energy.ts';
import { wall, wallIntegral } from './wall.ts';

/** A band about the curve z_2 = w_1 - `below`, of standard deviation `spread`. */
export type Band = { readonly below: Curve; readonly spread: number };

/**
 * Bands along z_1 between the walls, Gaussian across: with w_1 of the paper, b_k by which band k lies below it, and the
 * wall W,
 *
 *     U(z) = -ln Σ_k exp(-½ ((z_2 - w_1(z_1) + b_k(z_1)) / σ_k)²) + W(z_1)
 *     Z = √(2π) Σ_k σ_k ∫ exp(-W)
 */
export function bands(name: string, parts: readonly Band[], { entropy }: { entropy: number }): Energy {
  const spreads = parts.reduce((sum, { spread }) => sum + spread, 0);
  const logNormalizer = Math.log(Math.sqrt(2 * Math.PI) * spreads * wallIntegral);
  const logProb = (z1: number, z2: number) => {
    const logs = parts.map(({ below, spread }) => -0.5 * ((z2 - w1.at(z1) + below.at(z1)) / spread) ** 2);
    const largest = Math.max(...logs);
    const sum = logs.reduce((sum, log) => sum + Math.exp(log - largest), 0);
    return largest + Math.log(sum) - wall.at(z1) - logNormalizer;
  };
  return {
    name,
    logNormalizer,
    entropy,
    logDensity: (z) =>
      tf.tidy(() => {
        const [z1, z2] = coordinates(name, z);
        const logs = parts.map(({ below, spread }) =>
          z2.sub(w1.of(z1)).add(below.of(z1)).div(spread).square().mul(-0.5),
        );
        return tf.logSumExp(tf.concat(logs, 1), 1).sub(wall.of(z1).squeeze([1])) as tf.Tensor1D;
      }),
    logProb: (points) => logDensityAt(name, points, logProb),
  };
}
