import { ShapeError, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * Skews images (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.2 and figure 3): each row lies one
 * place further right than the row above, so that a column holds a diagonal of the image.
 *
 *     y_{r, r + c} = x_{r, c},   0 elsewhere
 *
 * A row with h zeros behind it, read on as rows of one place less, begins one place later each time.
 *
 * @param x `[batch, h, w, channels]`.
 * @returns `[batch, h, w + h - 1, channels]`.
 * @throws ShapeError where x has another rank.
 */
export function skew(x: tf.Tensor4D): tf.Tensor4D {
  requireRank('skew', 'x', x, ['batch', 'height', 'width', 'channels']);
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const none: [number, number] = [0, 0];
    const flat = x.pad([none, none, [0, height], none]).reshape([batch, height * (width + height), channels]);
    return flat.slice([0, 0, 0], [-1, height * (width + height - 1), -1]).reshape([batch, height, -1, channels]);
  });
}

/**
 * The inverse of {@link skew}: x_{r, c} = y_{r, r + c}. What lies outside of the image is left out.
 *
 * @param y `[batch, h, w + h - 1, channels]`.
 * @returns `[batch, h, w, channels]`.
 * @throws ShapeError where y has another rank, or is not as wide as high.
 */
export function unskew(y: tf.Tensor4D): tf.Tensor4D {
  const expected = ['batch', 'height', 'width + height - 1', 'channels'];
  requireRank('unskew', 'y', y, expected);
  const [batch, height, skewed, channels] = y.shape;
  if (skewed < height) refuse('unskew', 'y', y, expected);
  return tf.tidy(() => {
    const flat = y.reshape<tf.Tensor3D>([batch, height * skewed, channels]).pad([
      [0, 0],
      [0, height],
      [0, 0],
    ]);
    const rows = flat.reshape<tf.Tensor4D>([batch, height, skewed + 1, channels]);
    return rows.slice([0, 0, 0, 0], [-1, -1, skewed + 1 - height, -1]);
  });
}

function requireRank(who: string, name: string, x: tf.Tensor, expected: readonly string[]): void {
  if (x.rank !== expected.length) refuse(who, name, x, expected);
}

function refuse(who: string, name: string, x: tf.Tensor, expected: readonly string[]): never {
  throw new ShapeError(`${who}: expected ${name} of shape ${shapeText(expected)}, got ${shapeText(x.shape)}`);
}
