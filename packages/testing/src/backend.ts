import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';

// A vitest setup file: every test runs on the backend that its project names.
const backend = process.env.FLOWS_BACKEND ?? 'cpu';
tf.env().set('IS_TEST', true);

beforeAll(async () => {
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend(backend);
  await tf.ready();
});
