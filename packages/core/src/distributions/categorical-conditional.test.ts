import { expectClose, expectNoLeak, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { categoricalConditional } from './categorical-conditional.ts';
import { independent, kinds } from './fixtures/independent.ts';

const { describeDensityModel } = laws({ ...core, kinds });

describeDensityModel(
  'categoricalConditional',
  (rng) => independent({ dims: 2, conditional: categoricalConditional({ levels: 5 }), rng }),
  { eventShape: [2], support: integers(5) },
);

const { logProb, sample } = categoricalConditional({ levels: 3 });
/** Two elements of three levels, parameter-major: the logits of level 0 of both, then of level 1, then of level 2. */
const logits = [0.2, -1, 1.5, 0.4, -0.3, 2];
const theta = () => tf.tensor2d([logits]);
const logOf = (element: 0 | 1, level: number) => {
  const own = [0, 1, 2].map((k) => logits[2 * k + element] as number);
  return (own[level] as number) - Math.log(own.reduce((sum, a) => sum + Math.exp(a), 0));
};

test('logProb is the log-softmax of the logit of x of each element', () => {
  for (const x of [
    [0, 2],
    [1, 0],
    [2, 1],
  ] as [number, number][]) {
    const expected = tf.tensor2d([[logOf(0, x[0]), logOf(1, x[1])]]);
    expectClose(logProb(tf.tensor2d([x]), theta()), expected, { tolerance: 1e-6 });
    expectClose(logProb(tf.tensor2d([x], [1, 2], 'int32'), theta()), expected, { tolerance: 1e-6 });
  }
});

test('its gradient is the indicator of x less the softmax, and finite at logits of ±1e4', () => {
  const x = tf.tensor2d([[2, 0]]);
  const gradient = tf.grad((theta) => logProb(x, theta as tf.Tensor2D).sum());
  const expected = logits.map((_, i) => {
    const [level, element] = [Math.floor(i / 2), (i % 2) as 0 | 1];
    return (level === [2, 0][element] ? 1 : 0) - Math.exp(logOf(element, level));
  });
  expectClose(gradient(theta()), tf.tensor2d([expected]), { tolerance: 1e-6 });
  const far = tf.tensor2d([[1e4, 1e4, -1e4, -1e4, -1e4, -1e4]]);
  expectClose(logProb(x, far), tf.tensor2d([[-2e4, 0]]), { tolerance: 1e-6 });
  expectClose(gradient(far), tf.tensor2d([[-1, 0, 0, 0, 1, 0]]), { tolerance: 1e-6 });
});

test('as one-hot input an element is its indicators, those of level 0 of all elements first', () => {
  const { inputs, embed } = categoricalConditional({ levels: 3 });
  expect(inputs).toBe(3);
  const embedded = embed?.(tf.tensor2d([[0, 2]])) as tf.Tensor;
  expectClose(embedded, tf.tensor2d([[1, 0, 0, 0, 0, 1]]), { tolerance: 0 });
});

test('as scaled input the levels lie evenly in [-1, 1]', () => {
  const { inputs, embed } = categoricalConditional({ levels: 3, input: 'scaled' });
  expect(inputs).toBe(1);
  expectClose(embed?.(tf.tensor2d([[0, 1, 2]])) as tf.Tensor, tf.tensor2d([[-1, 0, 1]]), { tolerance: 1e-7 });
});

test('embed leaks nothing and leaves x as it was', () => {
  for (const input of ['one-hot', 'scaled'] as const) {
    const x = tf.tensor2d([[0, 1]]);
    expectNoLeak(() => categoricalConditional({ levels: 2, input }).embed?.(x).dispose());
    expectClose(x, [0, 1], { tolerance: 0 });
  }
});

test('at temperature 0 a sample is the mode of each element, whatever was drawn', () => {
  for (const seed of [1, 2]) {
    expectClose(sample(theta(), { rng: rng(seed), temperature: 0 }), tf.tensor2d([[1, 2]]), { tolerance: 0 });
  }
});

test('a temperature divides the logits', () => {
  const drawn = sample(theta().tile([4000, 1]), { rng: rng(4), temperature: 0.5 });
  const shares = drawn.slice([0, 1], [-1, 1]);
  const total = [0, 1, 2].reduce((sum, level) => sum + Math.exp(2 * logOf(1, level)), 0);
  for (const level of [0, 1, 2]) {
    const share = shares.equal(level).mean().dataSync()[0] as number;
    // Four standard deviations of the share of 4000 draws.
    expect(Math.abs(share - Math.exp(2 * logOf(1, level)) / total)).toBeLessThan(0.032);
  }
});

test('fewer than two levels, or an input that is neither, are refused', () => {
  for (const levels of [1, 2.5, Number.NaN]) expect(() => categoricalConditional({ levels })).toThrow(ConfigError);
  expect(() => categoricalConditional({ levels: 4, input: 'bits' as never })).toThrow(
    'categoricalConditional: expected input to be one-hot or scaled, got "bits"',
  );
});
