import * as core from '@flows/core';
import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectNear, valuesOf } from './fixtures/same-training.ts';
import { couplingFlow } from './fixtures/training-models.ts';
import { onnxEngine } from './onnx-engine.ts';

type Options = Partial<core.FitToDensityOptions<tf.Tensor2D>>;

/** A banana: x_1 ~ N(0, 1), x_2 ~ N(x_1² / 2, 1 / 4), up to its constant, moved by the context where there is one. */
const banana: core.LogDensity<tf.Tensor2D> = (x, { context }) => {
  const [a, b] = tf.split(context ? x.sub(context) : x, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const bend = b.sub(a.square().mul(0.5));
  return a.square().add(bend.square().mul(4)).mul(-0.5).squeeze([1]) as tf.Tensor1D;
};

async function trained(options: Options, model = couplingFlow()) {
  const losses: number[] = [];
  const result = await core.fitToDensity(model, banana, {
    rng: core.rng(1),
    steps: 20,
    batchSize: 32,
    optimizer: { rate: 0.01 },
    onProgress: ({ loss }) => void losses.push(loss),
    ...options,
  });
  const values = valuesOf(model);
  model.dispose();
  return { losses, result, values };
}

test.each<[string, Options, () => ReturnType<typeof couplingFlow>]>([
  ['of a coupling flow', {}, couplingFlow],
  ['with the inverse temperature of each step', { anneal: { from: 0.1, steps: 12 } }, couplingFlow],
  ['with running statistics', {}, () => couplingFlow({ norm: true })],
  ['with clipping and averaging', { clipNorm: 0.5, averaging: { decay: 0.9 } }, couplingFlow],
  [
    'in rows of a context, drawn anew at each step',
    { context: { data: core.rng('context').normals(10), shape: [10, 1] } },
    () => couplingFlow({ context: 1 }),
  ],
])('losses and weights %s are those of the eager engine', async (_, options, make) => {
  const eager = await trained(options, make());
  const compiled = await trained({ ...options, engine: onnxEngine() }, make());
  expectNear(compiled.losses, eager.losses, 'losses');
  expect(new Set(compiled.losses).size).toBe(20);
  for (const [path, values] of Object.entries(eager.values)) {
    for (const [i, b] of values.entries()) {
      expect(Math.abs((compiled.values[path]?.[i] as number) - b), `${path} ${i}`).toBeLessThan(5e-3);
    }
  }
});

test('a compiled training goes on from its checkpoint, and from one of the eager engine', async () => {
  const written: Uint8Array[] = [];
  const checkpoint = { every: 10, write: (bytes: Uint8Array) => void written.push(bytes) };
  const options = { anneal: { from: 0.1, steps: 15 } };
  const whole = await trained({ ...options, engine: onnxEngine(), checkpoint });
  const resumed = await trained({ ...options, engine: onnxEngine(), resume: written[0] as Uint8Array });
  expect(resumed.losses).toEqual(whole.losses.slice(10));
  expect(resumed.values).toEqual(whole.values);
  const eager = await trained({ ...options, resume: written[0] as Uint8Array });
  expectNear(eager.losses, whole.losses.slice(10), 'losses');
});

test('a density that is a model of its own, with weights, is followed and left as it is', async () => {
  const target = core.diagonalNormal({ eventShape: [2], mean: [1, -1] });
  const before = valuesOf(target);
  const model = couplingFlow();
  const fitted = (engine?: core.Engine) =>
    core.fitToDensity(model, (x) => target.logProb(x), { rng: core.rng(1), steps: 5, batchSize: 16, engine });
  await expectNoLeak(() => fitted(onnxEngine()));
  expect(valuesOf(target)).toEqual(before);
  target.dispose();
  model.dispose();
});
