import { categoricalConditional, discretizedLogisticMixtureConditional, impute, rng } from '@flows/core';
import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { AutoregressiveModel } from './autoregressive-model.ts';
import { linearNetwork } from './fixtures/linear-network.ts';

const levels = 3;
const conditional = categoricalConditional({ levels });
const network = linearNetwork({ shape: [1, 3, 1], inputs: levels, parameters: levels, groups: 1, rng: rng(1) });
const model = new AutoregressiveModel<tf.Tensor2D>({ eventShape: [3], network, conditional });

test('it is exact where all that is missing comes last, and by importance elsewhere', () => {
  const { method } = model.imputer;
  expect(method([false, true, true])).toBe('exact');
  expect(method([true, true, true])).toBe('exact');
  expect(method([true, false, true])).toBe('importance');
  expect(method([false, true, false])).toBe('importance');
});

test('of elements that are given together, where a part is missing there is no way', () => {
  const pixels = discretizedLogisticMixtureConditional({ levels: 2, components: 1, channels: 3 });
  const sizes = { inputs: 1, parameters: pixels.parameters, groups: 1, rng: rng(2) };
  const eventShape = [1, 2, 3] as const;
  const network = linearNetwork({ shape: eventShape, ...sizes });
  const { method } = new AutoregressiveModel({ eventShape, network, conditional: pixels }).imputer;
  expect(method([false, false, false, true, true, true])).toBe('exact');
  expect(method([true, true, true, false, false, false])).toBe('importance');
  expect(method([false, true, true, true, true, true])).toBeUndefined();
});

test('what is drawn before something observed has the probability that it has given it, and nothing leaks', async () => {
  const count = 1500;
  const joint = [0, 1, 2].map((level) => Math.exp(model.logProb(tf.tensor2d([[level, 2, 0]])).dataSync()[0] as number));
  const total = joint.reduce((sum, p) => sum + p, 0);
  await expectNoLeak(async () => {
    const rows = tf.tidy(() => tf.tensor2d([[Number.NaN, 2, 0]]).tile<tf.Tensor2D>([count, 1]));
    const { x, method } = await impute(model, rows, { rng: rng(3), particles: 100 });
    expect(method).toBe('importance');
    const drawn = x.dataSync().filter((_, i) => i % 3 === 0);
    for (const [level, p] of joint.entries()) {
      const share = drawn.filter((value) => value === level).length / count;
      // Four standard deviations of the share of 1500 draws.
      expect(Math.abs(share - p / total)).toBeLessThan(0.052);
    }
    tf.dispose([rows, x]);
  });
});
