import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { Rng } from '../rng.ts';
import { type Batches, disposeBatch } from './fit-data.ts';

/**
 * The mean of -log p(x) over all rows of a data set, in nats: chunks on the device, their sum in float64 on the host.
 * Where `logProb` is a bound from below, this is one from above.
 *
 * @param between is awaited after each chunk.
 */
export async function meanNll<X extends tf.Tensor>(
  logProb: (x: X, given?: Given) => tf.Tensor1D | Promise<tf.Tensor1D>,
  data: Batches<X>,
  { rows, rng, between }: { rows: number; rng: Rng; between: () => Promise<void> },
): Promise<number> {
  let sum = 0;
  let count = 0;
  for await (const batch of data.inOrder(rows, rng)) {
    try {
      const ofBatch = await logProb(batch.x, { context: batch.context });
      const values = await ofBatch.data();
      ofBatch.dispose();
      for (const value of values) sum -= value;
      count += values.length;
    } finally {
      disposeBatch(batch);
    }
    await between();
  }
  return sum / count;
}
