import * as tf from '@tensorflow/tfjs';

/**
 * The vector-Jacobian products dyᵀ ∂f/∂x of each of `xs`, taken within the gradient function of a `customGrad`; none
 * where f does not depend on an x.
 *
 * tfjs runs gradient functions when it records no more, and takes a gradient there for one of its own: it would begin a
 * new tape, and forget the one that it has still to clean up. That one is put back, and what a throw leaves on the new
 * one is freed.
 */
export function nestedGradients(
  f: () => tf.Tensor,
  xs: readonly tf.Tensor[],
  dy: tf.Tensor,
): (tf.Tensor | undefined)[] {
  const { state } = tf.engine();
  const outer = state.activeTape;
  try {
    return tf.engine().gradients(f, [...xs], dy, true).grads;
  } finally {
    if (state.activeTape !== outer) for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
    state.activeTape = outer;
  }
}
