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

/** Units with what a context adds to them, where there is one. */
export const withContext = <T extends tf.Tensor>(
  units: T,
  map: ContextMap | undefined,
  context: tf.Tensor | undefined,
): T => (map && context ? units.add(map.apply(context)) : units);

/**
 * Requires a context where a network takes one of `width` channels, and none where it takes none: vectors, or one for each
 * of x's places, with a row for each row of x or one that serves all.
 *
 * @param x of shape `[batch, ...places, channels]`: images, sounds, or `[batch]` where there are no places.
 * @throws ShapeError naming who, what was expected and what came.
 */
export function requireContext(
  who: string,
  x: Pick<tf.Tensor, 'shape'>,
  context: Pick<tf.Tensor, 'shape'> | undefined,
  width?: number,
): void {
  if (width === undefined && context === undefined) return;
  const came = context === undefined ? 'none' : shapeText(context.shape);
  if (width === undefined) {
    throw new ShapeError(
      `${who}: expected no context, got ${came}; build the model with the option context: ${context?.shape.at(-1)}`,
    );
  }
  const [batch, places] = [x.shape[0], x.shape.slice(1, -1)];
  const events = places.length === 0 ? [[width]] : [[width], [...places, width]];
  const fits = context !== undefined && events.map(String).includes(String(context.shape.slice(1)));
  if (fits && (context.shape[0] === 1 || context.shape[0] === batch)) return;
  const expected = events.map((event) => shapeText(['1 or batch', ...event])).join(' or ');
  throw new ShapeError(`${who}: expected context of shape ${expected}, batch ${batch}, got ${came}`);
}
