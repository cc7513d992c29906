import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { type PlanarOptions, planar, planarFlow } from './planar.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const { describeDensityModel } = laws({ ...core, ...compiler, kinds }, { only: /add up|follow|training/ });

describeBijector('planar', (rng) => planar({ dims: 3, rng }), { eventShape: [3] });
describeBijector('planar of a context', (rng) => planar({ dims: 4, context: 2, rng }), { eventShape: [4], context: 2 });
describeBijector('planar of one number', (rng) => planar({ dims: 1, rng }), { eventShape: [1] });
describeBijector('planarFlow', (rng) => planarFlow({ dims: 2, steps: 4, context: 3, rng }), {
  eventShape: [2],
  context: 3,
});
describeDensityModel(
  'planarFlow as a density',
  (rng) =>
    core.flow({ base: core.standardNormal({ eventShape: [2] }), bijector: planarFlow({ dims: 2, steps: 2, rng }) }),
  { eventShape: [2], cells: 40 },
);

type Theta = { u: number[]; w: number[]; b: number };

const step = ({ u, w, b }: Theta, options: Partial<PlanarOptions> = {}) => {
  const made = planar({ dims: u.length, rng: core.rng(0), ...options });
  assignWeights(core.variablesOf(made), { 'parameters.theta': [[...u, ...w, b]] });
  return made;
};

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** m(a), which is 0 at 0. */
const m = (a: number, floor: number) => -1 + floor + Math.log1p(Math.exp(a) * (Math.exp(1 - floor) - 1));

test("it is the paper's z + û tanh(wᵀz + b), with m(0) = 0", () => {
  const { u, w, b } = { u: [0.5, -2, 1], w: [1, 0.25, -0.5], b: 0.3 };
  const a = dot(w, u);
  const uHat = u.map((x, i) => x + ((m(a, 0) - a) * (w[i] as number)) / dot(w, w));
  const z = [0.2, -1, 0.7];
  const h = Math.tanh(dot(w, z) + b);
  const { value, logDet } = step({ u, w, b }, { floor: 0 }).forward(tf.tensor2d([z]));
  const expected = z.map((x, i) => x + h * (uHat[i] as number));
  expectClose(value, tf.tensor2d([expected]), { tolerance: 1e-6 });
  expectClose(logDet, [Math.log(Math.abs(1 + dot(uHat, w) * (1 - h * h)))], { tolerance: 1e-6 });
});

test.each([-3, -10, -50, -300])('it is invertible where wᵀu is far below -1: %d', (a) => {
  const made = step({ u: [a, 1, -2], w: [1, 0, 0], b: 0.5 });
  // The first row lies where the slope is least.
  const z = tf.concat([tf.tensor2d([[-0.5, 0, 0]]), core.rng(0).normal<tf.Rank.R2>([100, 3])]) as tf.Tensor2D;
  const { value: x, logDet } = made.forward(z);
  expectClose(logDet.min(), [Math.log(1 + m(a, 1e-3))], { tolerance: 1e-4 });
  const back = made.inverse(x);
  expectClose(made.forward(back.value).value, x, { tolerance: 1e-4 });
  expectClose(back.value, z, { tolerance: 2e-3 });
});

test('a step without a direction is a shift', () => {
  const z = core.rng(0).normal<tf.Rank.R2>([4, 2]);
  const made = step({ u: [1, -2], w: [0, 0], b: 0.5 });
  const { value, logDet } = made.forward(z);
  const h = Math.tanh(0.5);
  expectClose(value, z.add([h, -2 * h]), { tolerance: 1e-6 });
  expectClose(logDet, [0, 0, 0, 0], { tolerance: 1e-6 });
  expectClose(made.inverse(value).value, z, { tolerance: 1e-6 });
});

test('where w is short, û is no longer than u', () => {
  const { u, b } = { u: [3, -4], b: 0.5 };
  for (const length of [1, 1e-2, 1e-4]) {
    const [x, y] = step({ u, w: [0.6 * length, 0.8 * length], b })
      .forward(tf.zeros([1, 2]))
      .value.dataSync();
    expect(Math.hypot(x as number, y as number) / Math.tanh(b)).toBeLessThan(5.01);
  }
});

test('u = 0 is the identity', () => {
  const z = core.rng(0).normal<tf.Rank.R2>([4, 2]);
  const { value, logDet } = step({ u: [0, 0], w: [0.3, -2], b: 1 }).forward(z);
  expectClose(value, z, { tolerance: 1e-6 });
  expectClose(logDet, [0, 0, 0, 0], { tolerance: 1e-6 });
});

test('the inverse is within its tolerance', () => {
  const z = core.rng(0).normal<tf.Rank.R2>([64, 2]);
  const errors = [1e-1, 1e-3, 1e-7].map((tolerance) => {
    const made = step({ u: [2, 1], w: [1, 1.5], b: -0.2 }, { tolerance });
    const error = made.inverse(made.forward(z).value).value.sub(z).abs().max().dataSync()[0] as number;
    // û is shorter than 3, and tanh within 2 · tolerance of its value.
    expect(error).toBeLessThan(6 * tolerance + 2e-6);
    return error;
  });
  expect(errors[0]).toBeGreaterThan(1e-3);
  expect(errors[1]).toBeGreaterThan(1e-5);
});

test.each([
  [{ dims: 0 }, 'dims'],
  [{ floor: 1 }, 'floor'],
  [{ tolerance: 0 }, 'tolerance'],
  [{ tolerance: 1e-300 }, 'tolerance'],
  [{ context: 0 }, 'context'],
])('an option out of range is refused: %o', (options, name) => {
  expect(() => planar({ dims: 2, rng: core.rng(0), ...options })).toThrow(`expected ${name}`);
});
