import { expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { bernoulliConditional } from './bernoulli-conditional.ts';
import { independent, kinds } from './fixtures/independent.ts';

const { describeDensityModel } = laws({ ...core, kinds });

describeDensityModel(
  'bernoulliConditional',
  (rng) => independent({ dims: 3, conditional: bernoulliConditional(), rng }),
  { eventShape: [3], support: integers(2) },
);

const { logProb, sample } = bernoulliConditional();
const logits = [-100, -20, -1.5, 0, 0.7, 20, 100];
const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);

test('logProb is the negative cross-entropy x log x̂ + (1 - x) log(1 - x̂) of each element', () => {
  const x = tf.tensor2d([[1, 0, 1]]);
  const means = [0.9, 0.2, 0.3];
  const theta = tf.tensor2d([means.map((mean) => Math.log(mean / (1 - mean)))]);
  expectClose(logProb(x, theta), tf.tensor2d([[Math.log(0.9), Math.log(0.8), Math.log(0.3)]]), { tolerance: 1e-6 });
});

test('of whole numbers as int32 it is the same', () => {
  const [x, theta] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0.3, -2]])];
  expectClose(logProb(x.toInt(), theta), logProb(x, theta), { tolerance: 0 });
});

test('it is log sigmoid of the logit turned towards x, up to ±100, and its gradient is x - sigmoid(a)', () => {
  for (const x of [0, 1]) {
    const values = column(logits.map(() => x));
    const expected = logits.map((a) => -Math.log1p(Math.exp(x === 1 ? -a : a)));
    expectClose(logProb(values, column(logits)).reshape([-1]), expected, { tolerance: 1e-6 });
    const gradient = tf.grad((a) => logProb(values, a as tf.Tensor2D).sum());
    expectClose(
      gradient(column(logits)).reshape([-1]),
      logits.map((a) => x - 1 / (1 + Math.exp(-a))),
      {
        tolerance: 1e-6,
      },
    );
  }
});

test.each([1, 0.5])('at temperature %d, 1 is drawn with probability sigmoid(a / T)', (temperature) => {
  const theta = tf.tensor2d([[-0.8, 0.3]]).tile<tf.Tensor2D>([4000, 1]);
  const shares = sample(theta, { rng: rng(3), temperature })
    .mean(0)
    .dataSync();
  for (const [i, a] of [-0.8, 0.3].entries()) {
    // Four standard deviations of the share of 4000 draws.
    expect(Math.abs((shares[i] as number) - 1 / (1 + Math.exp(-a / temperature)))).toBeLessThan(0.032);
  }
});

test('at temperature 0 a sample is the mode, whatever was drawn', () => {
  for (const seed of [1, 2]) {
    const drawn = sample(column(logits), { rng: rng(seed), temperature: 0 });
    expectClose(drawn, column([0, 0, 0, 0, 1, 1, 1]), { tolerance: 0 });
  }
});
