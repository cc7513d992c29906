import { integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { batchNorm } from './bijectors/batch-norm.ts';
import { logit } from './bijectors/logit.ts';
import { dequantized } from './dequantized.ts';
import { diagonalNormal } from './distributions/diagonal-normal.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { uniform } from './distributions/uniform.ts';
import { kinds, unitFlowGiven } from './fixtures/affine-given.ts';
import { mass, wedge } from './fixtures/wedge.ts';
import { flow } from './flow.ts';
import * as core from './index.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { rng } from './rng.ts';

const { describeDensityModel } = laws({ ...core, kinds });
const eventShape = [2];
const normal = () => flow({ base: diagonalNormal({ eventShape }), bijector: logit() });

describeDensityModel('dequantized', () => dequantized({ model: normal(), levels: 6 }), {
  eventShape,
  support: integers(6),
  samples: false,
});
describeDensityModel(
  'dequantized, conditional',
  (rng) => dequantized({ model: unitFlowGiven({ dims: 2, context: 1, rng }), levels: 6 }),
  {
    eventShape,
    context: 1,
    support: integers(6),
    samples: false,
  },
);

test('a uniform density is a mass of L⁻ᴰ for every x, and no bound is lost', () => {
  const model = dequantized({ model: uniform({ eventShape }), levels: 16 });
  const x = tf.tensor2d([
    [0, 0],
    [15, 15],
    [3, 12],
  ]);
  for (const logProb of model.logProb(x).dataSync()) expect(logProb).toBeCloseTo(-2 * Math.log(16), 5);
});

test('logProb is near its bound E_u[log p(y)] - D log L, and below log P(x)', () => {
  const levels = 4;
  const x = [0, 2];
  // ∫ log(2 (x + u) / L) du over [0, 1), with the antiderivative t log t - t
  const bound = x.reduce((sum, value) => {
    const antiderivative = (t: number) => (t === 0 ? 0 : t * Math.log(t) - t);
    return sum + antiderivative(value + 1) - antiderivative(value) + Math.log(2 / levels) - Math.log(levels);
  }, 0);
  const logProb = (points: number) =>
    dequantized({ model: wedge(), levels, points })
      .logProb(tf.tensor2d([x]))
      .dataSync()[0] as number;
  expect(logProb(256)).toBeCloseTo(bound, 2);
  expect(Math.abs(logProb(8) - bound)).toBeLessThan(0.1);
  expect(logProb(256)).toBeLessThan(Math.log(mass(x, levels)));
});

test('of the default points, the mean of logProb over all x is the bound and below that of log P(x)', () => {
  const levels = 16;
  const x = Array.from({ length: levels ** 2 }, (_, i) => [Math.floor(i / levels), i % levels]);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // The cells of all x fill the square, over which the mean of log 2t is log 2 - 1.
  const bound = 2 * (Math.log(2) - 1 - Math.log(levels));
  const logMass = mean(x.map((row) => Math.log(mass(row, levels))));
  const logProb = mean([...dequantized({ model: wedge(), levels }).logProb(tf.tensor2d(x)).dataSync()]);
  expect(logProb).toBeLessThan(logMass);
  expect(Math.abs(logProb - bound)).toBeLessThan(0.5 * (logMass - bound));
});

test('estimateLogProb tends to log P(x)', () => {
  const model = dequantized({ model: wedge(), levels: 4 });
  const estimate = model.estimateLogProb(
    tf.tensor2d([
      [0, 2],
      [3, 1],
    ]),
    { rng: rng(1), samples: 2000 },
  );
  expect(estimate.dataSync()[0]).toBeCloseTo(Math.log(mass([0, 2], 4)), 1);
  expect(estimate.dataSync()[1]).toBeCloseTo(Math.log(mass([3, 1], 4)), 1);
});

test('the objective is the negative bound with the noise of its generator, and reaches the weights', () => {
  const model = dequantized({
    model: flow({ base: standardNormal({ eventShape }), bijector: batchNorm({ dims: 2 }) }),
    levels: 4,
  });
  const x = tf.tensor2d([
    [0, 2],
    [3, 1],
  ]);
  const objective = (seed: number) => model.objective(x, { rng: rng(seed), step: tf.scalar(0) });
  const [one, again, other] = [1, 1, 2].map((seed) => objective(seed).dataSync()[0]);
  expect(one).toBe(again);
  expect(one).not.toBe(other);
  const { grads } = tf.variableGrads(() => objective(1));
  expect(Object.values(grads).some((gradient) => gradient.abs().max().dataSync()[0] !== 0)).toBe(true);
});

test('the highest level stays below 1, where a logit without λ would be infinite', () => {
  const base = standardNormal({ eventShape: [4096] });
  const model = dequantized({ model: flow({ base, bijector: logit({ lambda: 0 }) }), levels: 65536 });
  const loss = model.objective(tf.fill([16, 4096], 65535), { rng: rng(1), step: tf.scalar(0) });
  expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
});

test('without noise of its own, logProb is the mean over the points of a Latin hypercube, to the last bit', () => {
  const model = normal();
  const x = tf.tensor2d([
    [0, 5],
    [3, 2],
  ]);
  const bounds = latinHypercube(8, 2, rng('dequantized')).map((u) =>
    model.logProb(
      x
        .add(u)
        .div(6)
        .minimum(1 - 2 ** -24),
    ),
  );
  const expected = tf
    .addN(bounds)
    .div(8)
    .sub(2 * Math.log(6));
  expect([...dequantized({ model, levels: 6 }).logProb(x).dataSync()]).toEqual([...expected.dataSync()]);
});

test('samples are whole numbers from 0 to L - 1, also where the density leaves [0, 1)', () => {
  const model = dequantized({ model: standardNormal({ eventShape }), levels: 3 });
  const values = new Set(model.sample(200, { rng: rng(1) }).dataSync());
  expect([...values].sort()).toEqual([0, 1, 2]);
});

test('the latent of whole numbers is that of the middle of their cells, and leads back to them', () => {
  const model = normal();
  const whole = dequantized({ model, levels: 6 });
  const x = tf.tensor2d([
    [0, 5],
    [3, 2],
  ]);
  const z = whole.encode(x);
  expect([...z.dataSync()]).toEqual([...model.encode(x.add(0.5).div(6)).dataSync()]);
  expect([...whole.decode(z).dataSync()]).toEqual([...x.dataSync()]);
  expect([...whole.decode(tf.tensor2d([[-100, 100]])).dataSync()]).toEqual([0, 5]);
});

test('a model without a latent has none dequantized', () => {
  const model = dequantized({ model: uniform({ eventShape }), levels: 4 });
  const why = 'expected model to have a latent, as a flow has, got "uniform"';
  expect(() => model.encode(tf.zeros([1, 2]))).toThrow(`Dequantized.encode: ${why}`);
  expect(() => model.decode(tf.zeros([1, 2]))).toThrow(`Dequantized.decode: ${why}`);
});

test('recalibrate passes the data on as the model sees them, the same every time', () => {
  const layer = batchNorm({ dims: 2 });
  const model = dequantized({ model: flow({ base: standardNormal({ eventShape }), bijector: layer }), levels: 4 });
  const x = tf.tensor2d([
    [0, 2],
    [3, 1],
    [1, 1],
  ]);
  const statistics = () => {
    model.recalibrate([{ x }]);
    return [...layer.parts.mean.dataSync()];
  };
  const [first, second] = statistics();
  expect(first).toBeGreaterThan(1 / 3);
  expect(first).toBeLessThan(1 / 3 + 0.25);
  expect(statistics()).toEqual([first, second]);
});

test('files of models without noise, which name none, are built again', () => {
  const { config } = dequantized({ model: uniform({ eventShape }), levels: 4 });
  expect(Object.keys(config)).toEqual(['kind', 'model', 'levels', 'points']);
});

test('a model of discrete data and a single level are refused', () => {
  expect(() => dequantized({ model: { ...wedge(), measure: 'mass' }, levels: 4 })).toThrow(
    'a model of continuous data',
  );
  expect(() => dequantized({ model: wedge(), levels: 1 })).toThrow('levels');
});
