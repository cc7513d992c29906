import * as tf from '@tensorflow/tfjs';
import type { Partition } from './partition.ts';

/** p(x) dx of every piece of a partition, by the value at its event (the midpoint rule), in float64. */
export async function massesOf(
  partition: Partition,
  logProb: (events: tf.Tensor2D) => tf.Tensor1D,
): Promise<Float64Array> {
  const { events, pieces, volume } = partition;
  const logProbs = tf.tidy(() => logProb(tf.tensor2d(events, [pieces, events.length / pieces])));
  const numbers = await logProbs.data();
  logProbs.dispose();
  return Float64Array.from(numbers, (number) => Math.exp(number) * volume);
}

/** ∫ p(x) dx over the partition: the sum of its masses, in float64. */
export const integralOf = (masses: Float64Array): number => masses.reduce((sum, mass) => sum + mass, 0);
