import { requireContext, ShapeError, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** The sounds that a context is for: `rows` of them, of `length` samples. */
type Sounds = { rows: number; length: number };

/**
 * Requires a context where a network of sounds takes one of `width` channels, and none where it takes none: vectors, or
 * one for each sample as an image of one row, with a row for each sound or one that serves all.
 *
 * @throws ShapeError naming who, what was expected and what came, as sounds have it: `[batch, length, width]`.
 */
export function requireSoundContext(
  who: string,
  { rows, length }: Sounds,
  context: tf.Tensor | undefined,
  width: number | undefined,
): void {
  if (width === undefined || context?.rank !== 4) {
    tf.tidy(() => requireContext(who, tf.zeros([rows, 1, length, 1]), context, width));
    return;
  }
  const [batch, height, ...event] = context.shape;
  const fits = height === 1 && String(event) === String([length, width]) && (batch === 1 || batch === rows);
  if (fits) return;
  const [vectors, series] = [shapeText(['1 or batch', width]), shapeText(['1 or batch', length, width])];
  const came = shapeText(height === 1 ? [batch as number, ...event] : context.shape);
  throw new ShapeError(`${who}: expected context of shape ${vectors} or ${series}, batch ${rows}, got ${came}`);
}
