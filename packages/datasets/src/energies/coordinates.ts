import { ShapeError, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * z_1 and z_2 of points `[batch, 2]`: `[batch, 1]` each.
 *
 * @throws ShapeError where the points are not of the plane.
 */
export function coordinates(name: string, z: tf.Tensor2D): [z1: tf.Tensor2D, z2: tf.Tensor2D] {
  if (z.rank !== 2 || z.shape[1] !== 2) {
    throw new ShapeError(`${name}.logDensity: expected z of shape [batch, 2], got ${shapeText(z.shape)}`);
  }
  return tf.split(z, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
}
