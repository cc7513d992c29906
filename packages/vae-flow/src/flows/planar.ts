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
import { planarActivation } from './planar-activation.ts';
import { planarSlope } from './planar-slope.ts';

/** The least ‖w‖² that is divided by: where w is 0, û is u. */
const LEAST_SQUARE = 1e-12;

/**
 * - `dims`: D.
 * - `context`: the width of the context that gives u, w and b; they are learnt, the same for every row, where absent.
 * - `floor`: ε, the least determinant of a step, so that its inverse keeps digits; 1e-3 where absent, 0 in the paper.
 * - `tolerance`: of the inverse: how far from its value tanh may be, relative to 2, at least 1e-8; 1e-7, the last digit of
 *   float32, where absent.
 */
export type PlanarOptions = { dims: number; context?: number; floor?: number; tolerance?: number; rng: Rng };

/** `steps`: K. All else as of a planar step. */
export type PlanarFlowOptions = PlanarOptions & { steps: number };

/**
 * The planar step (Rezende and Mohamed 2015, eq. 10 to 12): a push along û, by how far z is from a hyperplane.
 *
 *     f(z) = z + û h(wᵀz + b)                 h = tanh
 *     log|det ∂f/∂z| = log|1 + ûᵀ ψ(z)|       ψ(z) = h'(wᵀz + b) w
 *
 * It is invertible where wᵀû > -1, and so û is made of u (appendix A.1):
 *
 *     û = u + (m(wᵀu) - wᵀu) w / ‖w‖²         m(a) = -1 + ε + log(1 + eᵃ⁺ᶜ) = wᵀû
 *
 * The paper has c = 0, where û grows as 1 / ‖w‖ as w becomes short. Here c = log(e¹⁻ᵋ - 1), and so m(0) = 0: û is
 * no longer than u, and u = 0 is the identity.
 *
 * The inverse has no closed form: it takes tanh to be what `planarActivation` finds, and
 *
 *     f⁻¹(x) = x - û h
 *
 * θ = (u, w, b) are 2 D + 1 numbers, learnt or of a context; see `flowParameters`. Events are `[batch, D]`,
 * log-determinants `[batch]`, in nats.
 *
 * @throws ConfigError where an option is out of its range, and ShapeError at forward and inverse where an event has not D
 * numbers or the context is not `[1 or batch, context]`.
 */
export function planar({ dims, context, floor = 1e-3, tolerance = 1e-7, rng }: PlanarOptions): Bijector<tf.Tensor2D> {
  requireCount('planar', 'dims', dims);
  requireInRange('planar', 'floor', floor, 0, 1);
  requireInRange('planar', 'tolerance', tolerance, 1e-8, 1);
  const parameters = flowParameters({ count: 2 * dims + 1, context, limit: 1 / Math.sqrt(dims), rng });
  const stepOf = (direction: 'forward' | 'inverse', x: tf.Tensor2D, given?: Given) =>
    constrained(parameters.of(`planar.${direction}`, x.shape[0], given), dims, floor);
  const config = { kind: 'planar', dims, ...(context !== undefined && { context }), floor, tolerance };
  return {
    forward: (z, given) => {
      requireEvent('planar.forward', 'z', z, [dims]);
      return mapped(() => {
        const { û, w, b, s } = stepOf('forward', z, given);
        const h = dot(w, z).add(b).tanh();
        return { value: z.add(û.mul(h)) as tf.Tensor2D, logDet: sumEvent(planarSlope(h, s).log()) };
      });
    },
    inverse: (x, given) => {
      requireEvent('planar.inverse', 'x', x, [dims]);
      return mapped(() => {
        const { û, w, b, s } = stepOf('inverse', x, given);
        const h = planarActivation(dot(w, x).add(b), s, tolerance);
        return { value: x.sub(û.mul(h)) as tf.Tensor2D, logDet: sumEvent(planarSlope(h, s).log()).neg() };
      });
    },
    ...trainable(config, { parameters }),
  };
}

/**
 * A flow of K planar steps, f_K ∘ … ∘ f_1.
 *
 * @throws ConfigError where an option is out of its range.
 */
export const planarFlow = ({ steps, ...options }: PlanarFlowOptions): Chain<tf.Tensor2D> =>
  flowOfSteps('planarFlow', steps, options, planar);

type PlanarStep = { [name in 'û' | 'w' | 'b' | 's']: tf.Tensor2D };

/** û, w and b of θ `[rows, 2 D + 1]`, and s = 1 + wᵀû: `[rows, D]` and `[rows, 1]`. */
function constrained(theta: tf.Tensor2D, dims: number, floor: number): PlanarStep {
  const [u, w, b] = tf.split(theta, [dims, dims, 1], 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const a = dot(w, u);
  const s = tf.softplus(a.add(Math.log(Math.expm1(1 - floor)))).add(floor);
  const along = s.sub(1).sub(a).div(dot(w, w).maximum(LEAST_SQUARE));
  return { û: along.mul(w).add(u) as tf.Tensor2D, w, b, s: s as tf.Tensor2D };
}

/** wᵀz of each row, `[rows, 1]`; one row of w serves all. */
const dot = (w: tf.Tensor2D, z: tf.Tensor2D): tf.Tensor2D => z.mul(w).sum(1, true);
