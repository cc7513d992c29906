import { type DensityModel, variablesOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The most bytes of tensors while the gradient of the mean of -log p is taken, beside those that there were before and
 * the gradients themselves.
 */
export async function tensorBytesOf<X extends tf.Tensor>(model: DensityModel<X>, x: X): Promise<number> {
  const trained = [...variablesOf(model).values()].filter(({ trainable }) => trainable);
  const loss = () => model.logProb(x).mean().neg() as tf.Scalar;
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(() => {
    const { value, grads } = tf.variableGrads(loss, trained);
    tf.dispose([value, grads]);
  });
  return peakBytes - before - trained.reduce((bytes, { size }) => bytes + 4 * size, 0);
}
