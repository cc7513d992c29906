import { assignWeights, expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/dequantized.json' with { type: 'json' };
import { batchNorm } from './bijectors/batch-norm.ts';
import { logit } from './bijectors/logit.ts';
import type { DensityModel } from './density-model.ts';
import { dequantized } from './dequantized.ts';
import { diagonalNormal } from './distributions/diagonal-normal.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { kinds, unitFlowGiven } from './fixtures/affine-given.ts';
import { mass, wedge } from './fixtures/wedge.ts';
import { flow } from './flow.ts';
import * as core from './index.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { type Rng, rng } from './rng.ts';
import { variablesOf } from './trainable.ts';

const { describeDensityModel } = laws({ ...core, kinds });
const eventShape = [2];
const normal = () => flow({ base: diagonalNormal({ eventShape }), bijector: logit() });
const given = (context: number) => (rng: Rng) => unitFlowGiven({ dims: 2, context, rng });
const image = given(2);

describeDensityModel(
  'dequantized, variational',
  (rng) => dequantized({ model: normal(), levels: 6, noise: image(rng) }),
  { eventShape, support: integers(6), samples: false },
);
describeDensityModel(
  'dequantized, variational and conditional',
  (rng) => dequantized({ model: given(1)(rng), levels: 6, noise: image(rng.fork('noise')) }),
  { eventShape, context: 1, support: integers(6), samples: false },
);

test('bounds and estimates of a variational one are those of a float64 reference', () => {
  const { levels, mean, logStd, weights, points, objective, estimate, logProb } = golden;
  const noise = unitFlowGiven({ dims: 3, context: 3, rng: rng(0) });
  assignWeights(variablesOf(noise), weights);
  const base = diagonalNormal({ eventShape: [3], mean, logStd });
  const model = dequantized({ model: flow({ base, bijector: logit() }), levels, points: points.length, noise });
  const x = tf.tensor2d(golden.x);
  const epsilons = () => {
    const left = golden.epsilon.map((epsilon) => tf.tensor2d(epsilon));
    return Object.assign(rng(0), { normal: () => left.shift() });
  };
  expect(latinHypercube(points.length, 3, rng('dequantized')).map((point) => [...point])).toEqual(points);
  expectClose(model.logProb(x), logProb, { tolerance: 1e-5 });
  expectClose(model.objective(x, { rng: epsilons(), step: tf.scalar(0) }), objective, { tolerance: 1e-5 });
  expectClose(model.estimateLogProb(x, { rng: epsilons(), samples: 3 }), estimate, { tolerance: 1e-5 });
});

test('noise that is fitted brings the bound nearer to log P(x) than uniform noise, and stays below', async () => {
  const levels = 2;
  const x = [0, 1].flatMap((a) => [0, 1].map((b) => [a, b]));
  const model = dequantized({ model: wedge(), levels, points: 256, noise: image(rng(0)) });
  await core.fit(model, tf.tensor2d(x), { rng: rng(1), steps: 200, batchSize: 4, optimizer: { rate: 0.02 } });
  const bounds = (of: DensityModel) => of.logProb(tf.tensor2d(x)).dataSync();
  const [variational, uniformly] = [bounds(model), bounds(dequantized({ model: wedge(), levels, points: 256 }))];
  for (const [i, row] of x.entries()) {
    const logMass = Math.log(mass(row, levels));
    expect(variational[i]).toBeLessThan(logMass);
    if (row.includes(0)) expect(variational[i]).toBeGreaterThan(uniformly[i] as number);
  }
});

test('a model fitted with its noise is nearer to the entropy of its data than one with uniform noise', async () => {
  const ones = [0.7, 0.4] as const;
  const rows = Array.from({ length: 100 }, (_, i) => [i % 10 < 10 * ones[0], i < 100 * ones[1]].map(Number));
  const x = tf.tensor2d(rows);
  const entropy = -ones.reduce((sum, p) => sum + p * Math.log(p) + (1 - p) * Math.log(1 - p), 0);
  const bound = async (noise?: core.Flow) => {
    const model = dequantized({ model: normal(), levels: 2, points: 64, noise });
    await core.fit(model, x, { rng: rng(1), steps: 500, batchSize: 100, optimizer: { rate: 0.02 } });
    return model.logProb(x).mean().dataSync()[0] as number;
  };
  const [uniformly, variational] = [await bound(), await bound(image(rng(0)))];
  expect(variational).toBeGreaterThan(uniformly);
  expect(variational).toBeLessThan(-entropy);
});

test('the estimate with noise of a flow, over any base, tends to log P(x) too', () => {
  const layer = core.affine({ eventShape, shift: 0.3, logScale: 0.2 });
  const noise = flow({
    base: core.logistic({ eventShape }),
    bijector: core.chain(layer, logit({ lambda: 0 })),
  });
  const model = dequantized({ model: wedge(), levels: 4, noise });
  const x = [
    [0, 2],
    [3, 1],
  ];
  const estimate = model.estimateLogProb(tf.tensor2d(x), { rng: rng(1), samples: 2000 }).dataSync();
  for (const [i, row] of x.entries()) expect(estimate[i]).toBeCloseTo(Math.log(mass(row, 4)), 1);
});

test('the objective reaches the weights of the model and of the noise', () => {
  const model = dequantized({ model: normal(), levels: 4, noise: image(rng(3)) });
  const x = tf.tensor2d([
    [0, 2],
    [3, 1],
  ]);
  const { grads } = tf.variableGrads(() => model.objective(x, { rng: rng(1), step: tf.scalar(0) }));
  const reached = Object.keys(grads).filter((name) => grads[name]?.abs().max().dataSync()[0] !== 0);
  const named = [...variablesOf(model)].filter(([, { name }]) => reached.includes(name)).map(([path]) => path);
  expect(named).toContain('model.base.mean');
  expect(named).toContain('noise.bijector.0.network.output.kernel');
});

test('initialize gives the noise uniform noise and the image, and the model noisy data', () => {
  const seen: { [who: string]: { x: tf.Tensor; context?: tf.Tensor } } = {};
  const watched = (who: string) => {
    const part = flow({ base: standardNormal({ eventShape }), bijector: logit() });
    const initialize = (x: tf.Tensor, { context }: { context?: tf.Tensor }) => {
      seen[who] = { x: tf.keep(x), context: context && tf.keep(context) };
    };
    return Object.assign(part, { initialize });
  };
  const model = dequantized({ model: watched('model'), levels: 3, noise: watched('noise') });
  const x = tf.tensor2d([
    [0, 2],
    [1, 1],
  ]);
  model.initialize(x, { rng: rng(1), context: tf.tensor2d([[7]]) });
  expect([...(seen.noise?.context?.dataSync() ?? [])]).toEqual([-1, 1, 0, 0]);
  expect([...(seen.model?.context?.dataSync() ?? [])]).toEqual([7]);
  for (const u of seen.noise?.x.dataSync() ?? [NaN]) expect(u).toBeGreaterThan(0);
  const y = seen.model?.x.mul(3).floor().dataSync() ?? [];
  expect([...y]).toEqual([...x.dataSync()]);
});

test('recalibrate leaves the noise as it was trained', () => {
  const layer = batchNorm({ dims: 2 });
  const noise = flow({
    base: standardNormal({ eventShape }),
    bijector: core.chain<tf.Tensor, tf.Tensor>(layer, logit({ lambda: 0 })),
  });
  dequantized({ model: normal(), levels: 3, noise }).recalibrate([{ x: tf.tensor2d([[0, 2]]) }]);
  expect([...layer.parts.mean.dataSync()]).toEqual([0, 0]);
});
