import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type Bijector, constantLogDet, mapped, requireBijector, sumEvent } from './bijector.ts';
import { stateless } from './trainable.ts';

test('an event is summed to one number a row, whatever its rank', () => {
  tf.tidy(() => {
    expect(sumEvent(tf.ones([2, 3, 4])).arraySync()).toEqual([12, 12]);
    expect(sumEvent(tf.tensor1d([1, 2])).arraySync()).toEqual([1, 2]);
  });
});

test('a long event summed in stages keeps digits that one sum over all of it loses', ({ skip }) => {
  skip(tf.getBackend() === 'cpu', 'cpu adds in float64, where the order does not matter');
  const error = (sum: tf.Tensor) => Math.abs((sum.dataSync()[0] as number) / (65536 * Math.fround(0.1)) - 1);
  tf.tidy(() => {
    const x = tf.fill([1, 256, 256], 0.1);
    expect(error(sumEvent(x))).toBeLessThan(1e-5);
    expect(error(x.sum())).toBeGreaterThan(1e-4);
  });
});

test('a constant log-determinant is repeated for every row, that of a vector summed', () => {
  tf.tidy(() => {
    const x = tf.zeros([3, 2]);
    expect(constantLogDet(x, 0.5).arraySync()).toEqual([0.5, 0.5, 0.5]);
    expect(constantLogDet(x, tf.tensor1d([0.25, 1])).arraySync()).toEqual([1.25, 1.25, 1.25]);
    expect(constantLogDet(x, tf.ones([2, 3, 4])).arraySync()).toEqual([24, 24, 24]);
  });
});

test('a map keeps its value and log-determinant and frees the rest', () => {
  const before = tf.memory().numTensors;
  const result = mapped(() => ({ value: tf.zeros([2]).add(1), logDet: tf.zeros([2]).sub(1) as tf.Tensor1D }));
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose(result);
});

test('what is no bijector is named by its kind', () => {
  expect(() => requireBijector('chain', 'bijector 0', stateless({ kind: 'logistic' }))).toThrow(
    'chain: expected bijector 0 to be a bijector, got "logistic"',
  );
  expect(() => requireBijector('flow', 'bijector', undefined as unknown as Bijector)).toThrow(
    'flow: expected bijector to be a bijector, got "undefined"',
  );
});
