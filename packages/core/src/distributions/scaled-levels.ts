import type * as tf from '@tensorflow/tfjs';

/** Levels 0 to L - 1 as numbers of [-1, 1], of which networks take them: 2 x / (L - 1) - 1. */
export const scaledLevels = <T extends tf.Tensor>(x: T, levels: number): T => x.mul<T>(2 / (levels - 1)).sub<T>(1);
