import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, drawWeights, expectClose, laws } from '@flows/testing';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { matVec } from './mat-vec.ts';
import { orthonormal } from './orthogonal-columns.ts';
import { planar } from './planar.ts';
import { sylvester, sylvesterFlow } from './sylvester.ts';
import type { SylvesterFormOptions } from './sylvester-form.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const { describeDensityModel } = laws({ ...core, ...compiler, kinds }, { only: /add up|follow|training/ });

const forms: SylvesterFormOptions[] = [
  { form: 'orthogonal', columns: 2 },
  { form: 'householder', reflections: 2 },
  { form: 'triangular', reversed: true },
];

for (const options of forms) {
  describeBijector(`sylvester, ${options.form}`, (rng) => sylvester({ dims: 3, ...options, rng }), { eventShape: [3] });
  describeBijector(
    `sylvester of a context, ${options.form}`,
    (rng) => sylvester({ dims: 4, context: 2, ...options, rng }),
    { eventShape: [4], context: 2 },
  );
}
describeBijector('sylvesterFlow', (rng) => sylvesterFlow({ dims: 2, steps: 2, form: 'triangular', context: 3, rng }), {
  eventShape: [2],
  context: 3,
});
describeDensityModel(
  'sylvesterFlow as a density',
  (rng) =>
    core.flow({
      base: core.standardNormal({ eventShape: [2] }),
      bijector: sylvesterFlow({ dims: 2, steps: 1, form: 'triangular', rng }),
    }),
  { eventShape: [2], cells: 40 },
);

test('with one column it is the planar step of the same û, w and b', () => {
  const theta = { p: 0.7, d: -1.2, b: 0.4, q: [1, -2, 0.5] };
  const floor = 1e-3;
  const one = sylvester({ dims: 3, form: 'orthogonal', columns: 1, floor, rng: core.rng(0) });
  assignWeights(core.variablesOf(one), { 'parameters.theta': [[theta.p, theta.d, theta.b, ...theta.q]] });
  // f(z) = z + r q tanh(r̃ qᵀz + b): û = r q and w = r̃ q, of a unit vector q.
  const [r, rTilde] = [theta.p, theta.d].map((x) => Math.sqrt(1 - floor) * Math.tanh(x)) as [number, number];
  const q = theta.q.map((x) => x / Math.hypot(...theta.q));
  const w = q.map((x) => rTilde * x);
  // The u along w that the planar step turns into û, m(wᵀu) = r r̃.
  const along = Math.log(Math.expm1(1 + r * rTilde - floor) / Math.expm1(1 - floor));
  const u = q.map((x) => (along / rTilde) * x);
  const other = planar({ dims: 3, floor, rng: core.rng(0) });
  assignWeights(core.variablesOf(other), { 'parameters.theta': [[...u, ...w, theta.b]] });
  const z = core.rng(1).normal<tf.Rank.R2>([20, 3]);
  for (const direction of ['forward', 'inverse'] as const) {
    const [got, expected] = [one[direction](z), other[direction](z)];
    expectClose(got.value, expected.value, { tolerance: 1e-5 });
    expectClose(got.logDet, expected.logDet, { tolerance: 1e-5 });
  }
});

test.each(forms)('it is invertible where its numbers are extreme: %o', (options) => {
  for (const context of [undefined, 3]) {
    const made = sylvester({ dims: 6, context, ...options, rng: core.rng(0) });
    drawWeights(made, core.rng(1), 3);
    const z = core.rng(2).normal<tf.Rank.R2>([50, 6]);
    const given = context === undefined ? {} : { context: core.rng(3).normal<tf.Rank.R2>([50, context]) };
    const { value: x, logDet } = made.forward(z, given);
    expect(logDet.dataSync().every(Number.isFinite)).toBe(true);
    const back = made.inverse(x, given);
    expectClose(made.forward(back.value, given).value, x, { tolerance: 1e-3 });
  }
});

test('what is orthogonal to the columns of Q stays', () => {
  const [dims, columns] = [6, 2];
  const made = sylvester({ dims, form: 'orthogonal', columns, rng: core.rng(0) });
  drawWeights(made, core.rng(1));
  const theta = core.variablesOf(made).get('parameters.theta') as tf.Variable;
  const Q = orthonormal(theta.slice([0, theta.size - dims * columns]).reshape([1, dims, columns]) as tf.Tensor3D, 30);
  const [z, any] = [core.rng(2).normal<tf.Rank.R2>([20, dims]), core.rng(3).normal<tf.Rank.R2>([20, dims])];
  const beside = any.sub(matVec(Q, matVec(Q, any, true))) as tf.Tensor2D;
  const [one, other] = [made.forward(z), made.forward(z.add(beside))];
  expectClose(other.value, one.value.add(beside), { tolerance: 1e-5 });
  expectClose(other.logDet, one.logDet, { tolerance: 1e-5 });
});

test.each([
  [1e-1, 1e-3, 1],
  [1e-3, 1e-5, 1e-2],
  [1e-7, 0, 1e-5],
])('the inverse is as exact as its tolerance says: %d', (tolerance, least, most) => {
  const z = core.rng(0).normal<tf.Rank.R2>([64, 3]);
  const made = sylvester({ dims: 3, form: 'triangular', tolerance, rng: core.rng(0) });
  const error = made.inverse(made.forward(z).value).value.sub(z).abs().max().dataSync()[0] as number;
  expect(error).toBeGreaterThan(least);
  expect(error).toBeLessThan(most);
});

test('triangular steps of a flow are reversed in turns, and steps have their own numbers', () => {
  const flowOf = (form: SylvesterFormOptions) => sylvesterFlow({ dims: 2, steps: 3, ...form, rng: core.rng(0) });
  const reversed = (flow: ReturnType<typeof flowOf>) => flow.bijectors.map(({ config }) => config.reversed);
  expect(reversed(flowOf({ form: 'triangular' }))).toEqual([false, true, false]);
  expect(reversed(flowOf({ form: 'triangular', reversed: true }))).toEqual([true, false, true]);
  const flow = flowOf({ form: 'householder' });
  expect(reversed(flow)).toEqual([undefined, undefined, undefined]);
  const values = [...core.variablesOf(flow).values()].map((variable) => String(variable.dataSync()));
  expect(new Set(values).size).toBe(3);
  expect(() => sylvesterFlow({ dims: 2, steps: 0, form: 'triangular', rng: core.rng(0) })).toThrow(
    'sylvesterFlow: expected steps',
  );
});

test.each([
  [{ dims: 0 }, 'dims'],
  [{ floor: 1 }, 'floor'],
  [{ tolerance: 1e-300 }, 'tolerance'],
  [{ context: 0 }, 'context'],
])('an option out of range is refused: %o', (options, name) => {
  const all = { dims: 2, form: 'triangular' as const, rng: core.rng(0), ...options };
  expect(() => sylvester(all)).toThrow(`expected ${name}`);
});
