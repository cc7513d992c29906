import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { fit } from './fit.ts';
import { gaussian, rows } from './fixtures/diagonal-gaussian.ts';

const withNaN = rows();
withNaN.data[7] = Number.NaN;

test.each([
  ['a number that is not finite', withNaN, 'got NaN in row 3, column 1'],
  ['a row of another width', { data: new Float32Array(6), shape: [2, 3] }, 'expected shape [rows, 2], got [2, 3]'],
  ['no rows', { data: new Float32Array(0), shape: [0, 2] }, 'at least one row'],
  ['a shape of another size', { data: new Float32Array(5), shape: [2, 2] }, 'got 5 numbers of shape [2, 2]'],
  ['context of fewer rows', { x: rows(), context: { data: new Float32Array(3), shape: [3, 1] } }, '200 rows, got 3'],
  ['an epoch without batches', () => [], 'epoch 0 has none'],
] as const)('data with %s is refused', async (_, data, message) => {
  const failure = fit(gaussian(), data as never, { rng: rng(1), steps: 2 });
  await expect(failure).rejects.toMatchObject({ code: 'data' });
  await expect(failure).rejects.toThrow(message);
});

test.each([
  ['neither epochs nor steps', {}, 'epochs or steps'],
  ['patience without validation', { steps: 1, patience: 2 }, 'validation data'],
  ['an unknown option', { steps: 1, batchsize: 3 }, 'unknown option batchsize'],
  ['an unknown optimizer option', { steps: 1, optimizer: { lr: 3 } }, 'unknown option optimizer.lr'],
  ['recalibrate of a model that cannot', { steps: 1, recalibrate: true }, 'has none'],
  ['an ε of 0', { steps: 1, optimizer: { epsilon: 0 } }, 'optimizer.epsilon'],
  ['an averaging decay of 1', { steps: 1, averaging: { decay: 1 } }, 'averaging.decay'],
] as const)('%s is a ConfigError', async (_, options, message) => {
  const failure = fit(gaussian(), rows(), { rng: rng(1), ...options } as never);
  await expect(failure).rejects.toMatchObject({ code: 'config' });
  await expect(failure).rejects.toThrow(message);
});

test('a cosine schedule over an unknown number of steps is a ConfigError', async () => {
  const failure = fit(gaussian(), () => [], { rng: rng(1), epochs: 2, schedule: { kind: 'cosine' } });
  await expect(failure).rejects.toThrow(/expected steps/);
});
