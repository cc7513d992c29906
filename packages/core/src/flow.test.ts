import { expectClose, expectNoLeak, interval, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type Bijector, type Given, mapped, sumEvent } from './bijector.ts';
import { chain } from './bijectors/chain.ts';
import { permute } from './bijectors/permute.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { ConfigError, ShapeError } from './errors.ts';
import { flow, type PathPoint } from './flow.ts';
import * as core from './index.ts';
import { rng } from './rng.ts';
import { stateless } from './trainable.ts';

const { describeDensityModel } = laws(core);

describeDensityModel(
  'flow of data in the unit square',
  () => flow({ base: core.diagonalNormal({ eventShape: [2] }), bijector: core.logit({ lambda: 0.001 }) }),
  {
    eventShape: [2],
    support: interval(0, 1),
    integrates: [
      [0, 1],
      [0, 1],
    ],
    cells: 200,
  },
);

/** x_i = sinh(a z_i) + c, with the context c where there is one. */
const sinh = (a: number): Bijector<tf.Tensor2D> => ({
  ...stateless({ kind: 'sinh', a }),
  forward: (z, given?: Given) =>
    mapped(() => ({
      value: z
        .mul(a)
        .sinh()
        .add(given?.context ?? 0) as tf.Tensor2D,
      logDet: sumEvent(z.mul(a).cosh().mul(a).log()),
    })),
  inverse: (x, given?: Given) =>
    mapped(() => {
      const centred = x.sub(given?.context ?? 0);
      const logDet = sumEvent(centred.square().add(1).sqrt().mul(a).log()).neg() as tf.Tensor1D;
      return { value: centred.asinh().div(a) as tf.Tensor2D, logDet };
    }),
});

const model = () =>
  flow({
    base: standardNormal({ eventShape: [2] }),
    bijector: chain<tf.Tensor>(sinh(0.7), chain<tf.Tensor>(permute({ order: [1, 0] }), sinh(1.2))),
  });

test('log p(x) is log π₀(f⁻¹(x)) + log|det ∂f⁻¹/∂x|', () => {
  const x = tf.tensor2d([[1.5, -0.3]]);
  const expected = [1.5, -0.3].reduce((sum, value) => {
    const z = Math.asinh(value) / 0.7;
    return sum - 0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(0.7 * Math.hypot(1, value));
  }, 0);
  const single = flow({ base: standardNormal({ eventShape: [2] }), bijector: sinh(0.7) });
  expect(single.logProb(x).dataSync()[0]).toBeCloseTo(expected, 5);
});

test('path goes from z₀ to x through every step of a chain, opened, and its last log-probability is logProb', () => {
  const x = tf.tensor2d([
    [1.5, -0.3],
    [0.2, 4],
  ]);
  const path = model().path(x);
  expect(path).toHaveLength(4);
  expect([...(path[3]?.z.dataSync() ?? [])]).toEqual([...x.dataSync()]);
  const last = path[3]?.logProb as tf.Tensor1D;
  expect(last.sub(model().logProb(x)).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  const [start] = path;
  const base = standardNormal({ eventShape: [2] }).logProb(start?.z as tf.Tensor);
  expect([...base.dataSync()]).toEqual([...(start?.logProb.dataSync() ?? [])]);
});

test('each point of a path maps to the next, and log pᵢ falls by the log-determinant of that step', () => {
  const [start, next] = model().path(tf.tensor2d([[1.5, -0.3]])) as [PathPoint, PathPoint];
  const { value, logDet } = sinh(0.7).forward(start.z as tf.Tensor2D);
  expect(value.sub(next.z).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  const fall = start.logProb.sub(next.logProb);
  expect(fall.dataSync()[0]).toBeCloseTo(logDet.dataSync()[0] as number, 5);
});

test('nothing of a path is shared, and nothing leaks', () => {
  const x = tf.tensor2d([[1.5, -0.3]]);
  const f = model();
  const before = tf.memory().numTensors;
  for (const { z, logProb } of f.path(x)) tf.dispose([z, logProb]);
  f.logProb(x).dispose();
  f.sample(3, { rng: rng(0) }).dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(x.isDisposed).toBe(false);
});

test('temperature reaches the base: at 0 every sample is f(0)', () => {
  expect([
    ...model()
      .sample(2, { rng: rng(0), temperature: 0 })
      .dataSync(),
  ]).toEqual([0, 0, 0, 0]);
});

test('one row of context serves all samples, and any other number of rows is refused', () => {
  const f = flow({ base: standardNormal({ eventShape: [2] }), bijector: sinh(1) });
  const one = f.sample(3, { rng: rng(0), context: tf.tensor2d([[5, 7]]) });
  const three = f.sample(3, {
    rng: rng(0),
    context: tf.tensor2d([
      [5, 7],
      [5, 7],
      [5, 7],
    ]),
  });
  expect([...one.dataSync()]).toEqual([...three.dataSync()]);
  expect(() => f.sample(3, { rng: rng(0), context: tf.zeros([2, 2]) })).toThrow(ShapeError);
});

test('sampleWithLogProb gives what sample does, and the log-density of logProb there, at any temperature', () => {
  for (const temperature of [1, 0.5]) {
    const options = { temperature, context: tf.tensor2d([[0.3, -0.2]]) };
    const { x, logProb } = model().sampleWithLogProb(5, { rng: rng(0), ...options });
    expect([...x.dataSync()]).toEqual([
      ...model()
        .sample(5, { rng: rng(0), ...options })
        .dataSync(),
    ]);
    const context = options.context.tile([5, 1]);
    expectClose(logProb, model().logProb(x, { context }), { tolerance: 1e-4 });
  }
});

test('sampleWithLogProb is differentiable in the weights of the base, leaks nothing, and refuses a count of 0', () => {
  const base = core.diagonalNormal({ eventShape: [2], mean: [1, 2], logStd: 0.3 });
  const f = flow({ base, bijector: sinh(0.7) });
  const value = () => {
    const { x, logProb } = f.sampleWithLogProb(4, { rng: rng(0) });
    return x.square().sum().add(logProb.sum()) as tf.Scalar;
  };
  const { logStd } = base.parts as { logStd: tf.Variable };
  const at = (moved: number) => {
    logStd.assign(tf.tensor1d([0.3 + moved, 0.3]));
    return tf.tidy(() => value().dataSync()[0] as number);
  };
  const difference = (at(1e-2) - at(-1e-2)) / 2e-2;
  at(0);
  const { grads } = tf.variableGrads(value, [logStd]);
  const [gradient] = (grads[logStd.name] as tf.Tensor).dataSync();
  expect(Math.abs((gradient as number) - difference)).toBeLessThan(1e-2 * Math.abs(difference));
  expectNoLeak(() => tf.dispose(f.sampleWithLogProb(3, { rng: rng(0) })));
  expect(() => f.sampleWithLogProb(0, { rng: rng(0) })).toThrow(/Flow\.sampleWithLogProb.*count/);
});

test('the objective of a base becomes the objective of the flow, less the mean log-determinant', () => {
  const base = standardNormal({ eventShape: [2] });
  const withObjective = { ...base, objective: (z: tf.Tensor) => base.logProb(z).mean().neg().asScalar() };
  const f = flow({ base: withObjective, bijector: sinh(0.7) });
  const x = tf.tensor2d([
    [1.5, -0.3],
    [0.2, 4],
  ]);
  const options = { rng: rng(0), step: tf.scalar(0) };
  expect(f.objective?.(x, options).dataSync()[0]).toBeCloseTo(f.logProb(x).mean().neg().dataSync()[0] as number, 5);
  expect(flow({ base, bijector: sinh(0.7) }).objective).toBeUndefined();
});

test('a flow names what it can not use', () => {
  const base = standardNormal({ eventShape: [2] });
  expect(() => flow({ base, bijector: base as unknown as Bijector })).toThrow(
    'flow: expected bijector to be a bijector',
  );
  expect(() => flow({ base: { ...base, measure: 'mass' }, bijector: sinh(1) })).toThrow(ConfigError);
  expect(() => model().logProb(tf.zeros([2, 3]))).toThrow('Flow.logProb: expected x of shape [batch, 2], got [2, 3]');
});
