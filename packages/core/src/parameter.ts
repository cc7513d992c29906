import * as tf from '@tensorflow/tfjs';
import { WeightsError } from './errors.ts';
import { type Shape, shapeText, sizeOf } from './shape.ts';

let budget = Number.POSITIVE_INFINITY;

/**
 * A variable of a part, made with what `initial` gives. All parts make their variables here, so that `withinBudget`
 * can refuse those that a stranger's file describes and does not hold.
 *
 * @throws WeightsError where the budget does not reach.
 */
export function parameter<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  initial: (shape: tf.ShapeMap[R]) => tf.Tensor<R>,
  { trainable = true } = {},
): tf.Variable<R> {
  const size = sizeOf(shape as Shape);
  if (size > budget) {
    throw new WeightsError(
      `parameter: the config asks for a variable of shape ${shapeText(shape as Shape)}, but the file holds only ${budget} more numbers`,
    );
  }
  budget -= size;
  return tf.tidy(() => tf.variable(initial(shape), trainable));
}

/** Runs `build`, which may make variables of at most `elements` numbers in all. */
export function withinBudget<T>(elements: number, build: () => T): T {
  const outer = budget;
  budget = elements;
  try {
    return build();
  } finally {
    budget = outer;
  }
}
