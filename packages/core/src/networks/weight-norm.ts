import * as tf from '@tensorflow/tfjs';

/**
 * Weights of a length and a direction for each output, the last axis of v (Salimans and Kingma 2016, eq. 2 and 3):
 *
 *     W_o = g_o v_o / ‖v_o‖
 *     ∂L/∂g_o = ∂L/∂W_o · v_o / ‖v_o‖          ∂L/∂v_o = g_o / ‖v_o‖ ∂L/∂W_o - g_o / ‖v_o‖² ∂L/∂g_o v_o
 */
export function weightNorm<T extends tf.Tensor>(v: T, g: tf.Tensor1D): T {
  const op = tf.customGrad((direction, length, save) => {
    const [v, g] = [direction as tf.Tensor, length as tf.Tensor1D];
    (save as tf.GradSaveFunc)([v, g]);
    return {
      value: v.mul(g.div(lengthsOf(v))),
      gradFunc: (dW, saved) => {
        const [v, g] = saved as [tf.Tensor, tf.Tensor1D];
        const norms = lengthsOf(v);
        const dg = sumByOutput((dW as tf.Tensor).mul(v)).div(norms);
        const scale = g.div(norms);
        return [(dW as tf.Tensor).sub(v.mul(dg.div(norms))).mul(scale), dg];
      },
    };
  });
  return op(v, g) as T;
}

/** ‖v_o‖ of each output. */
export const lengthsOf = (v: tf.Tensor): tf.Tensor1D => sumByOutput(v.square()).sqrt() as tf.Tensor1D;

const sumByOutput = (v: tf.Tensor): tf.Tensor => v.reshape([-1, v.shape.at(-1) as number]).sum(0);
