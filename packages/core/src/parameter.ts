import * as tf from '@tensorflow/tfjs';
import { spend } from './element-budget.ts';
import { type Shape, sizeOf } from './shape.ts';

/**
 * A variable of a part, made with what `initial` gives. All parts make their variables here, so that `load` can refuse
 * those that a stranger's file describes and does not hold.
 *
 * @throws WeightsError where the file that is being loaded holds fewer numbers.
 */
export function parameter<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  initial: (shape: tf.ShapeMap[R]) => tf.Tensor<R>,
  { trainable = true } = {},
): tf.Variable<R> {
  spend(sizeOf(shape as Shape));
  return tf.tidy(() => tf.variable(initial(shape), trainable));
}
