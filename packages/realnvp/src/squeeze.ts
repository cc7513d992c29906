import {
  type Bijector,
  constantLogDet,
  depthToSpace,
  mapped,
  requireEven,
  requireEvent,
  spaceToDepth,
  stateless,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type ImageShape, requireImageShape } from './image-shape.ts';

/**
 * Squeezing (Dinh et al. 2017, section 3.6): places into channels. Each 2x2 block of places of x becomes one place of z of
 * four times the channels; log|det ∂x/∂z| = 0.
 *
 *     z[i, j, (2a + b) C + c] = x[2i + a, 2j + b, c]              a, b ∈ {0, 1}, c < C
 *
 * So the channels of the upper left place come first, then those of the upper right, the lower left and the lower right.
 * z is `[batch, height/2, width/2, 4 C]`, x `[batch, height, width, C]`.
 *
 * @throws ConfigError where height or width is odd.
 */
export function squeeze({ shape }: { shape: ImageShape }): Bijector {
  const [height, width] = requireImageShape('squeeze', shape);
  requireEven('squeeze', [height, width]);
  const squeezed = squeezedShape(shape);
  return {
    forward: (z) => {
      requireEvent('squeeze.forward', 'z', z, squeezed);
      return mapped(() => ({ value: depthToSpace(z as tf.Tensor4D), logDet: constantLogDet(z, 0) }));
    },
    inverse: (x) => {
      requireEvent('squeeze.inverse', 'x', x, shape);
      return mapped(() => ({ value: spaceToDepth(x as tf.Tensor4D), logDet: constantLogDet(x, 0) }));
    },
    ...stateless({ kind: 'squeeze', shape: [...shape] }),
  };
}

/** The shape of z where x has `shape`. */
export const squeezedShape = ([height, width, channels]: ImageShape): ImageShape => [
  height / 2,
  width / 2,
  4 * channels,
];
