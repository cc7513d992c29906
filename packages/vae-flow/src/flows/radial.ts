import {
  type Bijector,
  type Chain,
  type Given,
  mapped,
  type Rng,
  requireCount,
  requireEvent,
  requireInRange,
  sumEvent,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { flowOfSteps } from './flow-of-steps.ts';
import { flowParameters } from './flow-parameters.ts';
import { rowNorm } from './row-norm.ts';

/**
 * - `dims`: D.
 * - `context`: the width of the context that gives z₀, α and β; they are learnt, the same for every row, where absent.
 * - `floor`: ε, the least slope of a step and the least α; 1e-3 where absent, 0 in the paper.
 */
export type RadialOptions = { dims: number; context?: number; floor?: number; rng: Rng };

/** `steps`: K. All else as of a radial step. */
export type RadialFlowOptions = RadialOptions & { steps: number };

/**
 * The radial step (Rezende and Mohamed 2015, eq. 14): towards a point z₀ or away from it. With r = ‖z - z₀‖,
 *
 *     f(z) = z + β h(α, r) (z - z₀)           h(α, r) = 1 / (α + r)
 *     log|det ∂f/∂z| = (D - 1) log(1 + β h) + log(1 + β h + β h' r)
 *
 * It is invertible where α > 0 and β > -α (appendix A.2). With two free numbers a and b and γ = α + β,
 *
 *     α = ε + softplus(a)                     γ = ε α + softplus(b)
 *     1 + β h = (r + γ) / (r + α)             1 + β h + β h' r = (r (r + 2 α) + α γ) / (r + α)²
 *
 * in which nothing cancels. The inverse needs no search for a root: with ρ = ‖x - z₀‖, ρ = r (r + γ) / (r + α) makes
 * r the positive root of a quadratic,
 *
 *     r² - (ρ - γ) r - ρ α = 0                f⁻¹(x) = z₀ + (x - z₀) (r + α) / (r + γ)
 *
 * θ = (z₀, a, b) are D + 2 numbers, learnt or of a context; see `flowParameters`. Events are `[batch, D]`,
 * log-determinants `[batch]`, in nats.
 *
 * @throws ConfigError where an option is out of its range, and ShapeError at forward and inverse where an event has not D
 * numbers or the context is not `[1 or batch, context]`.
 */
export function radial({ dims, context, floor = 1e-3, rng }: RadialOptions): Bijector<tf.Tensor2D> {
  requireCount('radial', 'dims', dims);
  requireInRange('radial', 'floor', floor, 0, 1);
  const parameters = flowParameters({ count: dims + 2, context, limit: 1 / Math.sqrt(dims), rng });
  const stepOf = (direction: 'forward' | 'inverse', x: tf.Tensor2D, given?: Given) =>
    constrained(parameters.of(`radial.${direction}`, x.shape[0], given), dims, floor);
  const config = { kind: 'radial', dims, ...(context !== undefined && { context }), floor };
  return {
    forward: (z, given) => {
      requireEvent('radial.forward', 'z', z, [dims]);
      return mapped(() => {
        const step = stepOf('forward', z, given);
        const from = z.sub(step.centre);
        const r = rowNorm(from);
        return { value: from.mul(stretch(r, step)).add(step.centre) as tf.Tensor2D, logDet: logDet(r, step, dims) };
      });
    },
    inverse: (x, given) => {
      requireEvent('radial.inverse', 'x', x, [dims]);
      return mapped(() => {
        const step = stepOf('inverse', x, given);
        const from = x.sub(step.centre);
        const r = radius(rowNorm(from), step);
        const value = from.div(stretch(r, step)).add(step.centre) as tf.Tensor2D;
        return { value, logDet: logDet(r, step, dims).neg() };
      });
    },
    ...trainable(config, { parameters }),
  };
}

/**
 * A flow of K radial steps, f_K ∘ … ∘ f_1.
 *
 * @throws ConfigError where an option is out of its range.
 */
export const radialFlow = ({ steps, ...options }: RadialFlowOptions): Chain<tf.Tensor2D> =>
  flowOfSteps('radialFlow', steps, options, radial);

type RadialStep = { [name in 'centre' | 'alpha' | 'gamma']: tf.Tensor };

/** z₀, α and γ = α + β of θ `[rows, D + 2]`: `[rows, D]` and `[rows, 1]`. */
function constrained(theta: tf.Tensor2D, dims: number, floor: number): RadialStep {
  const [centre, a, b] = tf.split(theta, [dims, 1, 1], 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const alpha = tf.softplus(a).add(floor);
  return { centre, alpha, gamma: tf.softplus(b).add(alpha.mul(floor)) };
}

/** 1 + β h. */
const stretch = (r: tf.Tensor, { alpha, gamma }: RadialStep): tf.Tensor => r.add(gamma).div(r.add(alpha));

function logDet(r: tf.Tensor, step: RadialStep, dims: number): tf.Tensor1D {
  const { alpha, gamma } = step;
  const along = r.add(alpha.mul(2)).mul(r).add(alpha.mul(gamma)).div(r.add(alpha).square());
  return sumEvent(
    stretch(r, step)
      .log()
      .mul(dims - 1)
      .add(along.log()),
  );
}

/** r of ρ: of the two forms of a quadratic's root, the one that adds. */
function radius(rho: tf.Tensor, { alpha, gamma }: RadialStep): tf.Tensor {
  const [difference, product] = [rho.sub(gamma), rho.mul(alpha)];
  const sum = difference.square().add(product.mul(4)).sqrt().add(difference.abs()).div(2);
  return tf.where(difference.greaterEqual(0), sum, product.div(sum));
}
