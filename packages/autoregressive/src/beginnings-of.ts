import * as tf from '@tensorflow/tfjs';

/** Rows of which the end may be missing. */
export type Beginnings = {
  /** `[batch, D]`, with 0 for what is missing. */
  readonly values: tf.Tensor2D;
  /** bool, whether each group is missing: `[batch, D / joint]`. */
  readonly isMissing: tf.Tensor2D;
  /** NaN where a row has a gap that is not its end, 0 elsewhere: `[batch, 1]`. */
  readonly gaps: tf.Tensor2D;
};

/** Parts rows `[batch, D]` into what is there and what is NaN, by groups of `joint` elements. */
export function beginningsOf(x: tf.Tensor2D, joint: number): Beginnings {
  return tf.tidy(() => {
    const [batch, dims] = x.shape;
    const isAbsent = x.notEqual(x) as tf.Tensor2D;
    const missing = isAbsent.toFloat() as tf.Tensor2D;
    const first = missing.reshape([batch, dims / joint, joint]).slice([0, 0, 0], [-1, -1, 1]);
    // From one element to the next, what is missing may begin but not end, and it begins with a group: so each is missing
    // where the one before it is, and where its group's first is.
    const before = tf.concat2d([tf.zeros([batch, 1]), missing.slice([0, 0], [-1, dims - 1])], 1);
    const ofGroup = tf
      .zeros([batch, dims / joint, joint])
      .add(first)
      .reshape([batch, dims]);
    const isBroken = tf.logicalOr(before.greater(missing), ofGroup.notEqual(missing)).any(1, true);
    return {
      values: tf.where(isAbsent, tf.zerosLike(x), x),
      isMissing: first.reshape<tf.Tensor2D>([batch, dims / joint]).notEqual(0),
      gaps: tf.where(isBroken, tf.fill([batch, 1], Number.NaN), tf.zeros([batch, 1])) as tf.Tensor2D,
    };
  });
}
