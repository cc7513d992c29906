import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectNoLeak } from './no-leak.ts';

test('what disposes of its tensors leaks nothing, at once or in time', async () => {
  expectNoLeak(() => tf.zeros([2]).dispose());
  await expectNoLeak(async () => {
    const x = tf.zeros([2]);
    await x.data();
    x.dispose();
  });
});

test('a tensor left behind, or one freed that was there before, is told', async () => {
  const x = tf.zeros([1]);
  expect(() => expectNoLeak(() => tf.keep(tf.zeros([2])))).toThrow('(1 tensors and 1 buffers more)');
  expect(() => expectNoLeak(() => x.dispose())).toThrow('(-1 tensors and -1 buffers more)');
  await expect(expectNoLeak(async () => tf.zeros([2]))).rejects.toThrow('expected the tensor count to stay');
});
