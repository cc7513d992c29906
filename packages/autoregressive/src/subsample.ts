import * as tf from '@tensorflow/tfjs';

/** How many rows and columns apart the places lie that a smaller image keeps. */
export type Factors = readonly [rows: number, columns: number];

/** Every so many-th place of each axis, beginning with the first: `[batch, H, W, size]` to `[batch, H / rows, W / columns, size]`. */
export function subsample(x: tf.Tensor4D, [rows, columns]: Factors): tf.Tensor4D {
  const [batch, height, width, size] = x.shape;
  const [h, w] = [height / rows, width / columns];
  return tf.tidy(() => {
    const kept = x.reshape<tf.Tensor3D>([batch * h, rows, width * size]).slice([0, 0, 0], [-1, 1, -1]);
    return kept
      .reshape<tf.Tensor2D>([-1, columns * size])
      .slice([0, 0], [-1, size])
      .reshape([batch, h, w, size]);
  });
}

/** Puts places that `subsample` keeps back where they were: the larger image, with 0 between them. */
export function placeApart(x: tf.Tensor4D, [rows, columns]: Factors): tf.Tensor4D {
  const [batch, h, w, size] = x.shape;
  const none: [number, number] = [0, 0];
  return tf.tidy(() => {
    const wide = x.reshape<tf.Tensor2D>([-1, size]).pad([none, [0, (columns - 1) * size]]);
    const lines = wide.reshape<tf.Tensor3D>([batch * h, 1, w * columns * size]);
    const high = lines.pad([none, [0, rows - 1], none]);
    return high.reshape([batch, h * rows, w * columns, size]);
  });
}
