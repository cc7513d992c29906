import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { drawWeights, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { reparameterization } from './reparameterization.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

describeBijector('reparameterization', (rng) => reparameterization({ dims: 3, context: 2, rng }), {
  eventShape: [3],
  context: 2,
});
describeBijector('reparameterization of one σ', (rng) => reparameterization({ dims: 3, context: 2, std: 0.5, rng }), {
  eventShape: [3],
  context: 2,
});

test('u = 0 is the mean, a linear map of h, and σ is 1 at first', () => {
  const step = reparameterization({ dims: 2, context: 3, rng: core.rng(0) });
  const [kernel, bias] = ['mean.kernel', 'mean.bias'].map((path) => core.variablesOf(step).get(path)) as tf.Variable[];
  const context = core.rng(1).normal<tf.Rank.R2>([4, 3]);
  const mean = context.matMul(kernel as unknown as tf.Tensor2D).add(bias as tf.Tensor);
  const { value, logDet } = step.forward(tf.zeros([4, 2]), { context });
  expect([...value.dataSync()]).toEqual([...mean.dataSync()].map((μ) => expect.closeTo(μ, 6)));
  expect([...logDet.dataSync()]).toEqual([0, 0, 0, 0]);
});

test('log σ is a bounded function of a linear map of h', () => {
  const step = reparameterization({ dims: 2, context: 3, rng: core.rng(0) });
  drawWeights(step, core.rng(2), 5);
  const context = core.rng(1).normal<tf.Rank.R2>([4, 3]);
  const [V, c] = ['logStd.kernel', 'logStd.bias'].map((path) => core.variablesOf(step).get(path)) as tf.Variable[];
  const logσ = [
    ...context
      .matMul(V as unknown as tf.Tensor2D)
      .add(c as tf.Tensor)
      .dataSync(),
  ].map((a) => a / (1 + Math.abs(a) / Math.log(1000)));
  const { logDet } = step.forward(tf.zeros([4, 2]), { context });
  const sums = [0, 1, 2, 3].map((row) => (logσ[2 * row] as number) + (logσ[2 * row + 1] as number));
  expect([...logDet.dataSync()]).toEqual(sums.map((value) => expect.closeTo(value, 4)));
  expect(Math.max(...logσ.map(Math.abs))).toBeGreaterThan(1);
});

test('one h serves all rows, each with its own log-determinant', () => {
  for (const std of [undefined, 0.5]) {
    const step = reparameterization({ dims: 2, context: 3, std, rng: core.rng(0) });
    const [context, u] = [core.rng(1).normal<tf.Rank.R2>([1, 3]), core.rng(2).normal<tf.Rank.R2>([4, 2])];
    const [one, all] = [step.forward(u, { context }), step.forward(u, { context: tf.tile(context, [4, 1]) })];
    expect([...one.value.dataSync()]).toEqual([...all.value.dataSync()]);
    expect([...one.logDet.dataSync()]).toEqual([...all.logDet.dataSync()]);
  }
});

test('one σ stretches noise about every mean alike', () => {
  const step = reparameterization({ dims: 2, context: 1, std: 0.25, rng: core.rng(0) });
  const context = tf.tensor2d([[0], [5]]);
  const at = (u: number) => step.forward(tf.fill([2, 2], u), { context }).value;
  expect([...at(1).sub(at(0)).dataSync()]).toEqual(Array(4).fill(expect.closeTo(0.25, 4)));
});

test('a σ that is none is refused', () => {
  expect(() => reparameterization({ dims: 2, context: 1, std: 0, rng: core.rng(0) })).toThrow(
    'reparameterization: expected std',
  );
});
