import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';

// A vitest setup file: every test runs on the backend that its project names.
const backend = process.env.FLOWS_BACKEND ?? 'cpu';
// tfjs's own leak check takes what a custom gradient saves on wasm, which copies there, for a leak.
tf.env().set('IS_TEST', backend !== 'wasm');

beforeAll(async () => {
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend(backend);
  await tf.ready();
});
