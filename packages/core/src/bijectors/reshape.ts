import type * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { requireEvent, requireShape, type Shape, shapeText, sizeOf } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * The elements of an event in another shape, in the same order; log|det ∂x/∂z| = 0.
 *
 * - `latent`: the shape of z.
 * - `data`: the shape of x, of equal size.
 *
 * @throws ConfigError where the sizes differ.
 */
export function reshape({ latent, data }: { latent: Shape; data: Shape }): Bijector {
  requireShape('reshape', 'latent', latent);
  requireShape('reshape', 'data', data);
  if (sizeOf(latent) !== sizeOf(data)) {
    throw new ConfigError(`reshape: expected shapes of equal size, got ${shapeText(latent)} and ${shapeText(data)}`);
  }
  const reshaped = (tensor: tf.Tensor, shape: Shape) =>
    mapped(() => ({ value: tensor.reshape([tensor.shape[0] as number, ...shape]), logDet: constantLogDet(tensor, 0) }));
  return {
    forward: (z) => {
      requireEvent('reshape.forward', 'z', z, latent);
      return reshaped(z, data);
    },
    inverse: (x) => {
      requireEvent('reshape.inverse', 'x', x, data);
      return reshaped(x, latent);
    },
    ...stateless({ kind: 'reshape', latent: [...latent], data: [...data] }),
  };
}
