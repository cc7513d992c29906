import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../errors.ts';
import { requireEven, shapeText } from '../shape.ts';

/**
 * Each 2x2 block of places as one place of four times the channels (Dinh et al. 2017, section 3.6; Shi et al. 2016,
 * equation 4, the other way round): `[batch, height, width, C]` to `[batch, height/2, width/2, 4 C]`.
 *
 *     y[i, j, (2a + b) C + c] = x[2i + a, 2j + b, c]              a, b ∈ {0, 1}, c < C
 *
 * So the channels of the upper left place come first, then those of the upper right, the lower left and the lower right.
 *
 * @throws ConfigError where height or width is odd.
 */
export function spaceToDepth(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = x.shape;
  requireEven('spaceToDepth', [height, width]);
  return tf.tidy(() => {
    const blocks = x.reshape([-1, height / 2, 2, width / 2, 2, channels]).transpose([0, 1, 3, 2, 4, 5]);
    return blocks.reshape([-1, height / 2, width / 2, 4 * channels]) as tf.Tensor4D;
  });
}

/**
 * What `spaceToDepth` is undone by: `[batch, height, width, 4 C]` to `[batch, 2 height, 2 width, C]`.
 *
 * @throws ShapeError where the channels are no multiple of 4.
 */
export function depthToSpace(y: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = y.shape;
  if (channels % 4 !== 0) {
    throw new ShapeError(`depthToSpace: expected y of shape [batch, height, width, 4 C], got ${shapeText(y.shape)}`);
  }
  return tf.tidy(() => {
    const blocks = y.reshape([-1, height, width, 2, 2, channels / 4]).transpose([0, 1, 3, 2, 4, 5]);
    return blocks.reshape([-1, 2 * height, 2 * width, channels / 4]) as tf.Tensor4D;
  });
}
