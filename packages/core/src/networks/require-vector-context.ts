import type * as tf from '@tensorflow/tfjs';
import { requireContext } from './context-map.ts';

/**
 * Requires vectors as a context, `[batch, width]` or one of them for all, and no context where a model takes none.
 *
 * @throws ShapeError naming who, what was expected and what came.
 */
export function requireVectorContext(who: string, batch: number, context: tf.Tensor | undefined, width?: number): void {
  requireContext(who, { shape: [batch] }, context, width);
}
