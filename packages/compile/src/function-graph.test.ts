import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { compiled } from './fixtures/compiled.ts';

test('variables that are constants of the graph make another one when they change', async () => {
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const run = compiled((x: tf.Tensor1D) => x.mul(weight), { variables: 'constants' });
  const x = tf.tensor1d([3, 4]);
  expectClose(await run(x), [3, 8], { tolerance: 0 });
  weight.assign(tf.tensor1d([5, 6]));
  expectClose(await run(x), [15, 24], { tolerance: 0 });
  weight.dispose();
});

test('variables that the function assigns are state, also where the others are constants', async () => {
  const count = tf.variable(tf.scalar(0));
  const step = tf.variable(tf.scalar(2));
  const run = compiled(
    (counts: boolean) => {
      if (counts) count.assign(count.add(step));
      return count.clone();
    },
    { variables: 'constants' },
  );
  expectClose(await run(false), [0], { tolerance: 0 });
  for (const expected of [2, 4, 6]) expectClose(await run(true), [expected], { tolerance: 0 });
  expectClose(await run(false), [6], { tolerance: 0 });
  step.assign(tf.scalar(10));
  expectClose(await run(true), [16], { tolerance: 0 });
  run.sync();
  expectClose(count, [16], { tolerance: 0 });
  tf.dispose([count, step]);
});

test('a variable is itself, whatever it was made or assigned from', async () => {
  const first = tf.tensor1d([1]);
  const [a, b] = [tf.variable(first), tf.variable(tf.tensor1d([7]))];
  const constant = compiled(() => first.mul(10));
  const both = compiled(() => tf.stack([a, b]));
  b.assign(a);
  expectClose(await constant(), [10], { tolerance: 0 });
  expectClose(await both(), [1, 1], { tolerance: 0 });
  a.assign(tf.tensor1d([5]));
  expectClose(await constant(), [10], { tolerance: 0 });
  expectClose(await both(), [5, 1], { tolerance: 0 });
  tf.dispose([first, a, b]);
});

test('a read of a variable on the host is refused', async () => {
  const weight = tf.variable(tf.scalar(2));
  const run = compiled((x: tf.Tensor1D) => x.mul(weight.dataSync()[0] as number));
  await expect(run(tf.ones([2]))).rejects.toThrow(/reads no value/);
  expect(weight.dataSync()[0]).toBe(2);
  weight.dispose();
});

test('an assignment from outside during a run comes before what the run assigned', async () => {
  const count = tf.variable(tf.scalar(0));
  const run = compiled(() => {
    count.assign(count.add(1));
    return count.clone();
  });
  await run();
  const running = run();
  // The run has read what it starts from, and is in the runtime.
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  count.assign(tf.scalar(100));
  await running;
  run.sync();
  expect(count.dataSync()[0]).toBe(100);
  count.dispose();
});

test('sync during a run takes nothing from it', async () => {
  const count = tf.variable(tf.scalar(0));
  const run = compiled(() => {
    count.assign(count.add(1));
    return count.clone();
  });
  await run();
  const running = run();
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  run.sync();
  await running;
  run.sync();
  expect(count.dataSync()[0]).toBe(2);
  count.dispose();
});
