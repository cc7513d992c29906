import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';

/** The backend that the bench computes on: the fastest that needs nothing but Node. */
export const backend = 'wasm';

export async function startBackend(): Promise<void> {
  await tf.setBackend(backend);
  await tf.ready();
}
