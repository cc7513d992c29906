import * as tf from '@tensorflow/tfjs';
import { type Given, type Mapped, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { nestedGradients } from '../nested-gradients.ts';
import { type Shape, sizeOf } from '../shape.ts';

/** One of several maps in turn, in the direction of a call. */
export type ReversibleStep = {
  apply(x: tf.Tensor, given: Given): Mapped<tf.Tensor>;
  /** x of what `apply` made of it. */
  undo(y: tf.Tensor, given: Given): tf.Tensor;
  /** The trained variables of the step. */
  readonly variables: readonly tf.Variable[];
};

/**
 * The steps one after the other, x_i = f_i(x_{i-1}), and ℓ, the sum of their log-determinants, with a gradient for which
 * x_K alone is kept (Gomez et al. 2017, algorithm 1). From the last step to the first, x_{i-1} is recomputed, and the
 * step differentiated by itself; every log-determinant ℓ_i has the gradient of ℓ:
 *
 *     x_{i-1} = f_i⁻¹(x_i)          [dx_{i-1}, dθ_i] = dx_iᵀ ∂x_i/∂[x_{i-1}, θ_i] + dℓᵀ ∂ℓ_i/∂[x_{i-1}, θ_i]
 *
 * @throws ConfigError where the gradient of this gradient is taken.
 */
export function recomputed(
  steps: readonly ReversibleStep[],
  x: tf.Tensor,
  { context, ...given }: Given,
): Mapped<tf.Tensor> {
  const variables = [...new Set(steps.flatMap((step) => step.variables))];
  // tfjs has no gradients of whole numbers.
  const contexts = context?.dtype === 'float32' ? [context] : [];
  let shape: Shape = [];
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as tf.GradSaveFunc;
    const result = composed(steps, x, { ...given, context });
    const value = packed(result);
    shape = result.value.shape;
    save(context ? [value, context] : [value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [y, context]: tf.Tensor[]) =>
        tf.tidy(() => {
          const [{ value }, gradient] = [unpacked(y as tf.Tensor, shape), unpacked(dy, shape)];
          const reached = [...contexts.map(() => context as tf.Tensor), ...variables];
          return backpropagated(steps, { ...given, context }, { y: value, dy: gradient, reached });
        }),
    };
  });
  return mapped(() => {
    const result = op(x, ...contexts, ...variables);
    return unpacked(result, shape);
  });
}

/** Value and log-determinant as the one tensor of which tfjs takes gradients. */
const packed = ({ value, logDet }: Mapped<tf.Tensor>): tf.Tensor1D => tf.concat([value.flatten(), logDet]);

function unpacked(packed: tf.Tensor, shape: Shape): Mapped<tf.Tensor> {
  const size = sizeOf(shape);
  const [value, logDet] = tf.split(packed, [size, packed.size - size]) as [tf.Tensor1D, tf.Tensor1D];
  return { value: value.reshape([...shape]), logDet };
}

/** x_K and ℓ. */
function composed([first, ...rest]: readonly ReversibleStep[], x: tf.Tensor, given: Given): Mapped<tf.Tensor> {
  return rest.reduce(
    (below, step) => {
      const next = tf.tidy(() => {
        const { value, logDet } = step.apply(below.value, given);
        const sum = below.logDet.add(logDet);
        return { value: after([sum], value), logDet: sum as tf.Tensor1D };
      });
      tf.dispose(below);
      return next;
    },
    (first as ReversibleStep).apply(x, given),
  );
}

type Backpropagation = {
  y: tf.Tensor;
  dy: Mapped<tf.Tensor>;
  /** What gradients are taken of beside x. */
  reached: readonly tf.Tensor[];
};

/** The gradients of x and of `reached`. */
function backpropagated(
  steps: readonly ReversibleStep[],
  given: Given,
  { y, dy: { value: dy, logDet: dLogDet }, reached }: Backpropagation,
): tf.Tensor[] {
  requireFirstDerivative();
  const sums = new Map<tf.Tensor, tf.Tensor>();
  let [x, dx] = [y, dy];
  for (const step of steps.toReversed()) {
    const own = reached.filter((of) => of === given.context || step.variables.includes(of as tf.Variable));
    const [before, dBefore, ...gradients] = tf.tidy(() => {
      const before = step.undo(x, given);
      const inputs = [before, ...own];
      const dy = packed({ value: dx, logDet: dLogDet });
      const each = nestedGradients(() => packed(step.apply(before, given)), inputs, dy);
      const gradients = inputs.map((of, i) => sum(each[i] ?? tf.zerosLike(of), sums.get(of)));
      return [after(gradients, before), ...gradients];
    }) as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    tf.dispose([x, dx, ...own.flatMap((of) => sums.get(of) ?? [])]);
    for (const [i, of] of own.entries()) sums.set(of, gradients[i] as tf.Tensor);
    [x, dx] = [before, dBefore];
  }
  return [dx, ...reached.map((of) => sums.get(of) ?? tf.zerosLike(of))];
}

const sum = (a: tf.Tensor, b: tf.Tensor | undefined): tf.Tensor => (b ? a.add(b) : a);

/**
 * x, made with nothing of each of `others`. A compiled graph runs in an order of its runtime's own, and ONNX Runtime's is
 * to undo all steps first, and to keep what their gradients need: it cannot where each step waits for the one before.
 */
function after(others: readonly tf.Tensor[], x: tf.Tensor): tf.Tensor {
  return tf.concat([x.flatten(), ...others.map(nothingOf)]).reshape(x.shape);
}

/** No number, `[0]`; sliced before it takes that shape, since a runtime may copy what it reshapes. */
function nothingOf(x: tf.Tensor): tf.Tensor1D {
  if (x.rank === 0) return nothingOf(x.reshape([1]));
  const none = x.shape.map(() => 0);
  return x.slice(none, none).flatten();
}

/** Of what a gradient function saved of its results tfjs takes further derivatives wrongly, without a word. */
function requireFirstDerivative(): void {
  if (tf.engine().state.gradientDepth === 0) return;
  throw new ConfigError(
    'reversible: expected first derivatives alone, got the gradient of a gradient; use chain, which keeps what it needs',
  );
}
