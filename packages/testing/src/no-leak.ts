import * as tf from '@tensorflow/tfjs';

/**
 * Requires that as many tensors are alive after `act` as before it; a promise is awaited. What `act` itself makes, it
 * has to dispose.
 *
 * @throws Error with the number of tensors and of buffers too many or too few.
 */
export function expectNoLeak(act: () => Promise<unknown>): Promise<void>;
export function expectNoLeak(act: () => unknown): void;
export function expectNoLeak(act: () => unknown): void | Promise<void> {
  const before = tf.memory();
  const result = act();
  return result instanceof Promise ? result.then(() => compare(before)) : compare(before);
}

function compare(before: tf.MemoryInfo): void {
  const after = tf.memory();
  const tensors = after.numTensors - before.numTensors;
  const buffers = after.numDataBuffers - before.numDataBuffers;
  if (tensors !== 0 || buffers !== 0) {
    throw new Error(
      `expected the tensor count to stay at ${before.numTensors}, got ${after.numTensors} ` +
        `(${tensors} tensors and ${buffers} buffers more)`,
    );
  }
}
