import type { ContextMap } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/** Units with what a context adds to them, where there is one. */
export const withContext = <T extends tf.Tensor>(
  units: T,
  map: ContextMap | undefined,
  context: tf.Tensor | undefined,
): T => (map && context ? units.add(map.apply(context)) : units);
