import * as core from '@flows/core';
import { affineFamily } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { multiScaleRealNvp } from './multi-scale-real-nvp.ts';
import { realNvp } from './real-nvp.ts';
import { stackScale } from './stack-scale.ts';

test.each([1, 4, 16, 64])('%i scales in a row are within 10¹², one is within 1000', (moves) => {
  const family = affineFamily({ scale: stackScale(moves) });
  const largest = family.forward(tf.tensor2d([[1]]), tf.tensor2d([[0, 1e6]])).value.dataSync()[0] as number;
  expect(largest).toBeLessThanOrEqual(1000.1);
  expect(moves * Math.log10(largest)).toBeLessThan(12.01);
});

/** The largest |z| of x = 1 when every coupling of a model scales by its bound, and shifts nothing. */
function largestOf(model: core.Flow<tf.Tensor, tf.Tensor>): number {
  return tf.tidy(() => {
    for (const [path, variable] of core.variablesOf(model)) {
      variable.assign(/output\.bias$/.test(path) ? scalesAlone(variable.size) : tf.zeros(variable.shape));
    }
    return Math.max(
      ...model
        .encode(tf.ones([1, ...model.eventShape]))
        .abs()
        .dataSync(),
    );
  });
}

/** Parameters of which the first half, shifts, are 0, and the others far out. */
const scalesAlone = (size: number): tf.Tensor1D => tf.concat([tf.zeros([size / 2]), tf.fill([size / 2], 1e6)]);

test('with every coupling at its bound no latent is beyond 10¹² times its element', () => {
  const models = [
    realNvp({ dims: 4, layers: 32, hidden: [4], rng: core.rng(0) }),
    multiScaleRealNvp({ shape: [4, 4, 1], couplings: 4, hidden: 4, blocks: 1, weightNorm: false, rng: core.rng(0) }),
  ] as unknown as core.Flow<tf.Tensor, tf.Tensor>[];
  for (const model of models) {
    const largest = largestOf(model);
    expect(largest).toBeLessThan(1.01e12);
    expect(largest).toBeGreaterThan(1e9);
  }
});
