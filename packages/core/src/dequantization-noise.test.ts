import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { affine } from './bijectors/affine.ts';
import { chain } from './bijectors/chain.ts';
import { logit } from './bijectors/logit.ts';
import { flowNoise, requireNoise, uniformNoise } from './dequantization-noise.ts';
import { diagonalNormal } from './distributions/diagonal-normal.ts';
import { logistic } from './distributions/logistic.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { uniform } from './distributions/uniform.ts';
import { ConfigError, ShapeError } from './errors.ts';
import { unitFlowGiven } from './fixtures/affine-given.ts';
import { flow } from './flow.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { mlp } from './networks/mlp.ts';
import { rng } from './rng.ts';

const eventShape = [2];
const unit = (logScale = 0, base = standardNormal({ eventShape })) =>
  flow({ base, bijector: chain(affine({ eventShape, logScale }), logit({ lambda: 0 })) });
const x = tf.tensor2d([
  [0, 3],
  [1, 2],
  [3, 3],
]);

describe('uniform noise', () => {
  test('is fresh for every element, and has no log-density', () => {
    const { u, logQ } = uniformNoise(eventShape).draw(x, { rng: rng(1) });
    expect(new Set(u.dataSync()).size).toBe(6);
    expect(logQ).toBeUndefined();
  });

  test('is fixed at the points of a Latin hypercube', () => {
    const points = uniformNoise(eventShape)
      .fixed(5)
      .map((at) => [...at(x).u.dataSync()]);
    expect(points).toEqual(latinHypercube(5, 2, rng('dequantized')).map((point) => [...point]));
  });
});

describe('noise of a flow', () => {
  test('has the log-density of the flow at u, given the image scaled to [-1, 1]', () => {
    const noise = unitFlowGiven({ dims: 2, context: 2, rng: rng(3) });
    const context = tf.tensor2d([
      [-1, 1],
      [-1 / 3, 1 / 3],
      [1, 1],
    ]);
    const made = flowNoise(noise, 4);
    for (const { u, logQ } of [made.draw(x, { rng: rng(1) }), ...made.fixed(2).map((at) => at(x))]) {
      const expected = noise.logProb(u, { context }).dataSync();
      for (const [i, value] of (logQ as tf.Tensor).dataSync().entries()) {
        expect(value).toBeCloseTo(expected[i] as number, 4);
      }
    }
  });

  test.each([
    ['standardNormal', standardNormal({ eventShape })],
    ['diagonalNormal', diagonalNormal({ eventShape, mean: 1 })],
    ['logistic', logistic({ eventShape })],
  ])('over %s is fixed: the same every time and for every row, and another at each point', (_, base) => {
    const at = () =>
      flowNoise(unit(0, base), 4)
        .fixed(3)
        .map((noise) => noise(x).u);
    const rows = at().map((u) => u.arraySync() as number[][]);
    expect(at().map((u) => u.arraySync())).toEqual(rows);
    for (const [first, ...others] of rows) for (const other of others) expect(other).toEqual(first);
    expect(new Set(rows.map(([first]) => String(first))).size).toBe(3);
  });

  test('over a standard normal is spread as evenly as uniform noise', () => {
    const count = 100;
    const u = flowNoise(unit(), 4)
      .fixed(count)
      .map((at) => at(x.slice(0, 1)).u.dataSync()[0] as number);
    // E[sigmoid(ε)²] of a standard normal ε.
    const square = 0.293379;
    expect(u.reduce((sum, value) => sum + value, 0) / count).toBeCloseTo(0.5, 3);
    expect(u.reduce((sum, value) => sum + value ** 2, 0) / count).toBeCloseTo(square, 3);
  });

  test('stays within (0, 1) with a finite log-density where the sigmoid is 0 or 1 in float32', () => {
    const { u, logQ } = flowNoise(unit(Math.log(500)), 4).draw(tf.zeros([200, 2]), { rng: rng(1) });
    const values = [...u.dataSync()];
    expect(Math.min(...values)).toBe(2 ** -24);
    expect(Math.max(...values)).toBe(1 - 2 ** -24);
    expect((logQ as tf.Tensor).dataSync().every(Number.isFinite)).toBe(true);
  });

  test('says whose context it is where the flow takes another', () => {
    const noise = flowNoise(unitFlowGiven({ dims: 2, context: 3, rng: rng(0) }), 4);
    const draw = () => noise.draw(x, { rng: rng(1) });
    expect(draw).toThrow(ShapeError);
    expect(draw).toThrow('dequantized: expected noise that takes the image, of shape [batch, 2], as its context');
    for (const at of noise.fixed(1)) expect(() => at(x)).toThrow('expected noise that takes the image');
  });
});

test.each([
  ['a network', mlp({ inputs: 2, outputs: 2, hidden: [2], rng: rng(0) }), 'expected noise to be a flow, got "mlp"'],
  ['no flow', uniform({ eventShape }), 'expected noise to be a flow, got "uniform"'],
  ['other events', flow({ base: standardNormal({ eventShape: [3] }), bijector: logit() }), 'event shape [2], got [3]'],
  [
    'a base of another size',
    flow({ base: standardNormal({ eventShape: [3] }), bijector: logit(), eventShape }),
    'expected noise over a base of 2 elements, got [3]',
  ],
  [
    'a bound for a density',
    flow({ base: { ...standardNormal({ eventShape }), likelihood: 'lower-bound' }, bijector: logit() }),
    'expected noise whose log-density is exact',
  ],
])('noise of %s is a ConfigError', (_, noise, message) => {
  expect(() => requireNoise('dequantized', noise, eventShape)).toThrow(ConfigError);
  expect(() => requireNoise('dequantized', noise, eventShape)).toThrow(message);
});
