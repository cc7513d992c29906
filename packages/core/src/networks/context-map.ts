import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { shapeText } from '../shape.ts';
import type { Trainable } from '../trainable.ts';
import { convolution } from './convolution.ts';

/**
 * What a context adds to the units of a convolutional layer, the same linear map at every place: of `[batch, context]`
 * one vector for all places, of an image `[batch, height, width, context]` one for each.
 */
export interface ContextMap extends Trainable {
  apply(context: tf.Tensor): tf.Tensor4D;
}

/** A map from a context of `context` channels to `outputs` units. */
export function contextMap({ context, outputs, rng }: { context: number; outputs: number; rng: Rng }): ContextMap {
  const layer = convolution({ inputs: context, outputs, size: 1, rng });
  return {
    ...layer,
    apply: (c) => tf.tidy(() => layer.apply((c.rank === 2 ? c.reshape([-1, 1, 1, context]) : c) as tf.Tensor4D)),
  };
}

/**
 * Requires a context where a network takes one of `width` channels, and none where it takes none: vectors or images of
 * x's places, with a row for each row of x or one that serves all.
 *
 * @throws ShapeError naming who, what was expected and what came.
 */
export function requireContext(who: string, x: tf.Tensor4D, context: tf.Tensor | undefined, width?: number): void {
  if (width === undefined && context === undefined) return;
  const came = context === undefined ? 'none' : shapeText(context.shape);
  if (width === undefined) {
    throw new ShapeError(
      `${who}: expected no context, got ${came}; build the network with the option context: ${context?.shape.at(-1)}`,
    );
  }
  const [batch, height, columns] = x.shape;
  const events = [[width], [height, columns, width]].map(String);
  const fits = context !== undefined && events.includes(String(context.shape.slice(1)));
  if (!fits || (context.shape[0] !== 1 && context.shape[0] !== batch)) {
    const [vectors, images] = [shapeText(['1 or batch', width]), shapeText(['1 or batch', height, columns, width])];
    throw new ShapeError(`${who}: expected context of shape ${vectors} or ${images}, batch ${batch}, got ${came}`);
  }
}
