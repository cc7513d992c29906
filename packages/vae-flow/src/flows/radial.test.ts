import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { type RadialOptions, radial, radialFlow } from './radial.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const { describeDensityModel } = laws({ ...core, ...compiler, kinds }, { only: /add up|follow|training/ });

describeBijector('radial', (rng) => radial({ dims: 3, rng }), { eventShape: [3] });
describeBijector('radial of a context', (rng) => radial({ dims: 4, context: 2, rng }), { eventShape: [4], context: 2 });
describeBijector('radial of one number', (rng) => radial({ dims: 1, rng }), { eventShape: [1] });
describeBijector('radialFlow', (rng) => radialFlow({ dims: 2, steps: 4, context: 3, rng }), {
  eventShape: [2],
  context: 3,
});
describeDensityModel(
  'radialFlow as a density',
  (rng) =>
    core.flow({ base: core.standardNormal({ eventShape: [2] }), bijector: radialFlow({ dims: 2, steps: 3, rng }) }),
  { eventShape: [2] },
);

type Theta = { centre: number[]; a: number; b: number };

const step = ({ centre, a, b }: Theta, options: Partial<RadialOptions> = {}) => {
  const made = radial({ dims: centre.length, rng: core.rng(0), ...options });
  assignWeights(core.variablesOf(made), { 'parameters.theta': [[...centre, a, b]] });
  return made;
};

const softplus = (x: number) => Math.log1p(Math.exp(x));

test("it is the paper's z + β h(α, r) (z - z₀), and its determinant the paper's, where the floor is 0", () => {
  const theta = { centre: [0.5, -1, 2], a: 0.3, b: -1 };
  const z = [1, 1, 1];
  const alpha = softplus(theta.a);
  const beta = -alpha + softplus(theta.b);
  const from = z.map((x, i) => x - (theta.centre[i] as number));
  const r = Math.hypot(...from);
  const h = 1 / (alpha + r);
  const { value, logDet } = step(theta, { floor: 0 }).forward(tf.tensor2d([z]));
  expectClose(value, tf.tensor2d([z.map((x, i) => x + beta * h * (from[i] as number))]), { tolerance: 1e-6 });
  const expected = 2 * Math.log(1 + beta * h) + Math.log(1 + beta * h - beta * h * h * r);
  expectClose(logDet, [expected], { tolerance: 1e-6 });
});

test.each([
  { a: 0, b: -50 },
  { a: -50, b: 0 },
  { a: -50, b: -50 },
  { a: 20, b: -50 },
  { a: -3, b: 20 },
])('it is invertible where its numbers are extreme: %o', ({ a, b }) => {
  const made = step({ centre: [0.5, -1], a, b });
  const z = core.rng(0).normal<tf.Rank.R2>([100, 2]);
  const { value: x, logDet } = made.forward(z);
  const back = made.inverse(x);
  expectClose(back.value, z, { tolerance: 1e-3 });
  expectClose(made.forward(back.value).value, x, { tolerance: 1e-5 });
  expectClose(back.logDet, logDet.neg(), { tolerance: 1e-3 });
});

test('the centre stays where it is, and gradients there are finite', () => {
  const made = step({ centre: [0.5, -1], a: 0.3, b: 1 });
  const centre = tf.tensor2d([[0.5, -1]]);
  const alpha = 1e-3 + softplus(0.3);
  // f is linear at the centre, with the slope (α + β) / α in all directions.
  const slope = (1e-3 * alpha + softplus(1)) / alpha;
  for (const [direction, expected] of [
    ['forward', slope],
    ['inverse', 1 / slope],
  ] as const) {
    const { value, logDet } = made[direction](centre);
    expectClose(value, centre, { tolerance: 0 });
    expectClose(logDet, [2 * Math.log(expected)], { tolerance: 1e-5 });
    expectClose(tf.grad((x) => made[direction](x as tf.Tensor2D).value)(centre), tf.fill([1, 2], expected), {
      tolerance: 1e-5,
    });
    expectClose(tf.grad((x) => made[direction](x as tf.Tensor2D).logDet)(centre), tf.zeros([1, 2]), { tolerance: 0 });
  }
});

test('a flow has its own numbers in each step', () => {
  const flow = radialFlow({ dims: 2, steps: 3, rng: core.rng(0) });
  const values = [...core.variablesOf(flow).values()].map((variable) => String(variable.dataSync()));
  expect(new Set(values).size).toBe(3);
  expect(() => radialFlow({ dims: 2, steps: 0, rng: core.rng(0) })).toThrow('radialFlow: expected steps');
});

test.each([
  [{ dims: 0 }, 'dims'],
  [{ floor: -1 }, 'floor'],
  [{ context: 0 }, 'context'],
])('an option out of range is refused: %o', (options, name) => {
  expect(() => radial({ dims: 2, rng: core.rng(0), ...options })).toThrow(`expected ${name}`);
});
