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
import { matVec } from './mat-vec.ts';
import type { OrthogonalColumns } from './orthogonal-columns.ts';
import { planarSlope } from './planar-slope.ts';
import { type SylvesterForm, type SylvesterFormOptions, sylvesterForm } from './sylvester-form.ts';
import { sylvesterSubstitution } from './sylvester-substitution.ts';
import { type SylvesterTriangles, sylvesterTriangles } from './sylvester-triangles.ts';

/**
 * - `dims`: D.
 * - `form` and what belongs to it: see `SylvesterFormOptions`.
 * - `context`: the width of the context that gives Q, R, R̃ and b; they are learnt, the same for every row, where absent.
 * - `floor`: ε, the least factor of a step's determinant, so that its inverse keeps digits; 1e-3 where absent, 0 in the
 *   paper.
 * - `tolerance`: of the inverse: how far from its value each tanh may be, relative to 2, at least 1e-8; 1e-7, the last
 *   digit of float32, where absent.
 */
export type SylvesterOptions = SylvesterFormOptions & {
  dims: number;
  context?: number;
  floor?: number;
  tolerance?: number;
  rng: Rng;
};

/** `steps`: K. All else as of a Sylvester step. */
export type SylvesterFlowOptions = SylvesterOptions & { steps: number };

/**
 * The Sylvester step (van den Berg et al. 2018, section 3), a planar step of M hidden units, M ≤ D. With M orthonormal
 * columns Q and upper triangular R and R̃, h = tanh,
 *
 *     f(z) = z + Q R h(R̃ Qᵀ z + b)
 *     log|det ∂f/∂z| = Σ_m log(1 + h'(R̃ Qᵀ z + b)_m r_m r̃_m)
 *
 * by Sylvester's identity, det(I_D + A B) = det(I_M + B A) (theorem 1), where r and r̃ are the diagonals. It is invertible
 * where r_m r̃_m > -1 (theorem 2), which `sylvesterTriangles` ensures; the theorem's R̃ need not be invertible for it, since
 * substitution never divides by r̃. What is orthogonal to Q stays, and v = Qᵀz solves, from its last element to its first,
 *
 *     v + R h(R̃ v + b) = Qᵀx                  f⁻¹(x) = x - Q R h
 *
 * θ are (M + 2) M numbers and those of Q, learnt or of a context; see `flowParameters`. Events are `[batch, D]`,
 * log-determinants `[batch]`, in nats.
 *
 * @throws ConfigError where an option is out of its range, and ShapeError at forward and inverse where an event has not D
 * numbers or the context is not `[1 or batch, context]`.
 */
export function sylvester(options: SylvesterOptions): Bijector<tf.Tensor2D> {
  const { dims, context, floor = 1e-3, tolerance = 1e-7, rng } = options;
  requireCount('sylvester', 'dims', dims);
  requireInRange('sylvester', 'floor', floor, 0, 1);
  requireInRange('sylvester', 'tolerance', tolerance, 1e-8, 1);
  const form = sylvesterForm(dims, options);
  const count = (form.columns + 2) * form.columns + form.count;
  const parameters = flowParameters({ count, context, limit: 1 / Math.sqrt(dims), rng });
  const stepOf = (direction: 'forward' | 'inverse', x: tf.Tensor2D, given?: Given) =>
    constrained(parameters.of(`sylvester.${direction}`, x.shape[0], given), form, floor);
  const config = {
    kind: 'sylvester',
    dims,
    ...form.config,
    ...(context !== undefined && { context }),
    floor,
    tolerance,
  };
  return {
    forward: (z, given) => {
      requireEvent('sylvester.forward', 'z', z, [dims]);
      return mapped(() => {
        const { Q, b, triangles } = stepOf('forward', z, given);
        const h = matVec(triangles.tilde, Q.transposed(z)).add(b).tanh() as tf.Tensor2D;
        return { value: z.add(Q.apply(matVec(triangles.R, h))), logDet: logDet(h, triangles) };
      });
    },
    inverse: (x, given) => {
      requireEvent('sylvester.inverse', 'x', x, [dims]);
      return mapped(() => {
        const { Q, b, triangles } = stepOf('inverse', x, given);
        const h = sylvesterSubstitution(Q.transposed(x), b, triangles, tolerance);
        return { value: x.sub(Q.apply(matVec(triangles.R, h))), logDet: logDet(h, triangles).neg() };
      });
    },
    ...trainable(config, { parameters }),
  };
}

/**
 * A flow of K Sylvester steps, f_K ∘ … ∘ f_1. Triangular ones are reversed in turns, the second, the fourth and so on, or
 * the others where `reversed`.
 *
 * @throws ConfigError where an option is out of its range.
 */
export const sylvesterFlow = ({ steps, ...options }: SylvesterFlowOptions): Chain<tf.Tensor2D> =>
  flowOfSteps('sylvesterFlow', steps, options, (step, k) =>
    sylvester(step.form === 'triangular' ? { ...step, reversed: (step.reversed ?? false) !== (k % 2 === 1) } : step),
  );

type SylvesterStep = { Q: OrthogonalColumns; b: tf.Tensor2D; triangles: SylvesterTriangles };

function constrained(theta: tf.Tensor2D, form: SylvesterForm, floor: number): SylvesterStep {
  const M = form.columns;
  const sizes = [M * M, M, M, ...(form.count > 0 ? [form.count] : [])];
  const [A, d, b, numbers] = tf.split(theta, sizes, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
  const triangles = sylvesterTriangles(A.reshape([-1, M, M]), d, floor);
  return { Q: form.columnsOf(numbers), b, triangles };
}

const logDet = (h: tf.Tensor2D, { s }: SylvesterTriangles): tf.Tensor1D => sumEvent(planarSlope(h, s).log());
