import { expect, test } from 'vitest';
import { oneHot } from './one-hot.ts';

test('each row has 1 at its class alone', () => {
  expect(oneHot(Uint8Array.of(2, 0), 3)).toEqual({ data: Float32Array.of(0, 0, 1, 1, 0, 0), shape: [2, 3] });
});
