import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affineFamily } from './affine-family.ts';

test('each element is scaled and shifted by its own parameters, shifts first', () => {
  const family = affineFamily({ scale: { logScale: (a) => a.clone() } });
  const theta = tf.tensor2d([[10, 20, Math.log(2), Math.log(3)]]);
  const { value, logDerivative } = family.forward(tf.tensor2d([[1, -1]]), theta);
  const [x, y] = value.dataSync() as unknown as [number, number];
  expect([x, y]).toEqual([expect.closeTo(12, 4), expect.closeTo(17, 4)]);
  expect([...logDerivative.dataSync()]).toEqual([expect.closeTo(Math.log(2), 5), expect.closeTo(Math.log(3), 5)]);
  const back = family.inverse(value, theta);
  expect([...back.value.dataSync()]).toEqual([expect.closeTo(1, 4), expect.closeTo(-1, 4)]);
  expect([...back.logDerivative.dataSync()]).toEqual([
    expect.closeTo(-Math.log(2), 5),
    expect.closeTo(-Math.log(3), 5),
  ]);
});

test.each(['exp', 'tanh', 'sigmoid', 'softplus'] as const)('zero parameters are the identity (%s)', (scale) => {
  const { value, logDerivative } = affineFamily({ scale }).forward(tf.tensor2d([[1, -2]]), tf.zeros([1, 4]));
  expect([...value.dataSync()]).toEqual([expect.closeTo(1, 5), expect.closeTo(-2, 5)]);
  expect(logDerivative.dataSync()[0]).toBeCloseTo(0, 5);
});

test('parameters far out stay finite in both directions', () => {
  for (const a of [-1e6, 1e6]) {
    for (const direction of ['forward', 'inverse'] as const) {
      const { value, logDerivative } = affineFamily()[direction](tf.tensor2d([[50]]), tf.tensor2d([[0, a]]));
      expect([value.dataSync()[0], logDerivative.dataSync()[0]].every(Number.isFinite)).toBe(true);
    }
  }
});
