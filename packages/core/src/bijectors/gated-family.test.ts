import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { gatedFamily } from './gated-family.ts';

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

test('v = σ u + (1 - σ) m with σ = sigmoid(s + b), and back', () => {
  const [u, m, s] = [1.5, -2, 0.7];
  for (const bias of [undefined, 0, 1]) {
    const family = gatedFamily({ bias, floor: 0 });
    const σ = sigmoid(s + (bias ?? 2));
    const { value, logDerivative } = family.forward(tf.tensor2d([[u]]), tf.tensor2d([[m, s]]));
    expect(value.dataSync()[0]).toBeCloseTo(σ * u + (1 - σ) * m, 5);
    expect(logDerivative.dataSync()[0]).toBeCloseTo(Math.log(σ), 5);
    const back = family.inverse(value, tf.tensor2d([[m, s]]));
    expect(back.value.dataSync()[0]).toBeCloseTo(u, 4);
    expect(back.logDerivative.dataSync()[0]).toBeCloseTo(-Math.log(σ), 5);
  }
});

test('parameters lie parameter-major: all m, then all s', () => {
  const { value } = gatedFamily({ bias: 0, floor: 0 }).forward(tf.tensor2d([[1, 1]]), tf.tensor2d([[3, 5, 0, 0]]));
  expect([...value.dataSync()]).toEqual([expect.closeTo(2, 5), expect.closeTo(3, 5)]);
});

test('a gate closes no further than its floor, so that what comes back is finite', () => {
  for (const s of [-80, -1e6]) {
    const { value, logDerivative } = gatedFamily().inverse(tf.tensor2d([[1]]), tf.tensor2d([[0, s]]));
    expect(value.dataSync()[0]).toBeCloseTo(1000, 1);
    expect(logDerivative.dataSync()[0]).toBeCloseTo(Math.log(1000), 4);
  }
});

test('a bias out of range is refused', () => {
  expect(() => gatedFamily({ bias: Number.NaN })).toThrow('gatedFamily: expected bias');
});
