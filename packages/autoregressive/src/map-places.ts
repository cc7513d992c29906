import * as tf from '@tensorflow/tfjs';
import type { MaskedConvolution } from './masked-convolution.ts';

/** A masked 1x1 convolution of places in any order, `[places, batch, inputs]` to `[places, batch, outputs]`. */
export function mapPlaces(map: MaskedConvolution, x: tf.Tensor3D): tf.Tensor3D {
  const [places, batch, inputs] = x.shape;
  return tf.tidy(() => {
    const flat = tf.matMul(x.reshape<tf.Tensor2D>([-1, inputs]), map.rowMatrix());
    return flat.add(map.parts.bias).reshape([places, batch, -1]);
  });
}
