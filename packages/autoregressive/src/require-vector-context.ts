import { ShapeError, shapeText } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * Requires vectors as a context, `[batch, width]` or one of them for all, and no context where a model takes none.
 *
 * @throws ShapeError naming who, what was expected and what came.
 */
export function requireVectorContext(who: string, batch: number, context: tf.Tensor | undefined, width?: number): void {
  if (width === undefined && context === undefined) return;
  const came = context === undefined ? 'none' : shapeText(context.shape);
  if (width === undefined) {
    throw new ShapeError(
      `${who}: expected no context, got ${came}; build the model with the option context: ${context?.shape.at(-1)}`,
    );
  }
  const [rows, columns] = context?.rank === 2 ? context.shape : [];
  if (columns === width && (rows === 1 || rows === batch)) return;
  throw new ShapeError(
    `${who}: expected context of shape ${shapeText(['1 or batch', width])}, batch ${batch}, got ${came}`,
  );
}
