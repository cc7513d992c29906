import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type Bijector, constantLogDet, type Given, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { flow } from '../flow.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { stateless, trainable, variablesOf } from '../trainable.ts';
import { fit } from '../training/fit.ts';
import { type Chain, chain } from './chain.ts';
import { type HalfCouplingOptions, halfCoupling, halfCouplings } from './fixtures/half-coupling.ts';
import { reversible } from './reversible.ts';

const kinds: core.Kinds = {
  ...core.kinds,
  'half-coupling': (config: HalfCouplingOptions) => halfCoupling({ ...config, rng: rng(0) }),
};
const { describeBijector, describeDensityModel } = laws({ ...core, kinds });

const mixed = (options: { context?: number; rng: core.Rng }) =>
  reversible<tf.Tensor>(
    halfCoupling({ half: 2, stays: 'first', ...options }) as Bijector,
    chain(core.affine({ eventShape: [4] }), core.permute({ order: [1, 2, 3, 0] }) as Bijector),
    halfCoupling({ half: 2, stays: 'second', ...options, rng: options.rng.fork('second') }) as Bijector,
  );

describeBijector('reversible', (rng) => mixed({ rng }), { eventShape: [4] });
describeBijector('reversible in a context', (rng) => mixed({ rng, context: 3 }), { eventShape: [4], context: 3 });
describeBijector('reversible whose latents have another shape', () => reshaping(), {
  eventShape: [2, 2],
  latentShape: [4],
});
describeDensityModel(
  'flow of a reversible',
  (rng) => flow({ base: core.standardNormal({ eventShape: [4] }), bijector: mixed({ rng }) }),
  { eventShape: [4] },
);

const reshaping = () =>
  reversible<tf.Tensor, tf.Tensor>(
    core.affine({ eventShape: [4] }),
    core.reshape({ latent: [4], data: [2, 2] }) as Bijector,
    core.affine({ eventShape: [2, 2] }),
  );

type Direction = 'forward' | 'inverse';
const directions = ['forward', 'inverse'] as const;

/** A scalar in which every number of a map's result has another weight. */
const scalarOf = (bijector: Bijector, direction: Direction, x: tf.Tensor, given?: Given): tf.Scalar => {
  const { value, logDet } = bijector[direction](x, given);
  const weights = rng('weights').normal(value.shape);
  return value
    .mul(weights)
    .sum()
    .add(logDet.mul(rng('weight').normal(logDet.shape)).sum()) as tf.Scalar;
};

/** The gradients of that scalar by x, the context and all variables, as one list of numbers. */
function gradientsOf(bijector: Bijector, direction: Direction, x: tf.Tensor, given: Given = {}): Float32Array {
  const variables = [...variablesOf(bijector).values()];
  return tf.tidy(() => {
    const inputs = [x, ...(given.context ? [given.context] : []), ...variables];
    const { grads } = tf.engine().gradients(() => scalarOf(bijector, direction, x, given), inputs);
    return tf.concat(grads.map((gradient) => gradient.flatten())).dataSync() as Float32Array;
  });
}

/** ‖a - b‖ / ‖b‖. */
const relativeDistance = (a: Float32Array, b: Float32Array): number =>
  Math.hypot(...a.map((number, i) => number - (b[i] as number))) / Math.hypot(...b);

test('values and log-determinants are those of the chain to the last bit, with a gradient or without', () => {
  const couplings = halfCouplings(4, { half: 2 });
  const [plain, economical] = [chain(...couplings), reversible(...couplings)];
  const x = rng(1).normal([5, 4]);
  for (const direction of directions) {
    const expected = plain[direction](x);
    const alone = economical[direction](x);
    tf.grad((x) => {
      const taped = economical[direction](x);
      for (const { value, logDet } of [alone, taped]) {
        expect(value.dataSync()).toEqual(expected.value.dataSync());
        expect(logDet.dataSync()).toEqual(expected.logDet.dataSync());
      }
      return taped.value.sum();
    })(x);
  }
});

test.each([4, 8, 16])('gradients of %i couplings are those of the chain', (depth) => {
  const couplings = halfCouplings(depth, { half: 4, hidden: 32, context: 2 });
  const [x, context] = [rng(1).normal([16, 8]), rng(2).normal([16, 2])];
  for (const direction of directions) {
    const expected = gradientsOf(chain(...couplings), direction, x, { context });
    const actual = gradientsOf(reversible(...couplings), direction, x, { context });
    expect(relativeDistance(actual, expected)).toBeLessThan(1e-3);
  }
});

test('a part that is used twice has the gradients of both', () => {
  const [a, b] = halfCouplings(2, { half: 2 }) as [Bijector, Bijector];
  const x = rng(1).normal([5, 4]);
  const expected = gradientsOf(chain(a, b, a), 'inverse', x);
  expect(relativeDistance(gradientsOf(reversible(a, b, a), 'inverse', x), expected)).toBeLessThan(1e-4);
});

test('a reversible within a reversible has the gradients of their chain', () => {
  const [a, b, c] = halfCouplings(3, { half: 2 }) as [Bijector, Bijector, Bijector];
  const x = rng(1).normal([5, 4]);
  const actual = gradientsOf(reversible(a, reversible(b, c) as Bijector), 'inverse', x);
  expect(relativeDistance(actual, gradientsOf(chain(a, b, c), 'inverse', x))).toBeLessThan(1e-4);
});

test('variables that no result depends on have gradients of 0', () => {
  const unused = tf.variable(tf.ones([2]));
  const identity: Bijector = {
    ...trainable({ kind: 'identity' }, { unused }),
    forward: (z) => mapped(() => ({ value: z.clone(), logDet: constantLogDet(z, 0) })),
    inverse: (x) => mapped(() => ({ value: x.clone(), logDet: constantLogDet(x, 0) })),
  };
  const gradients = gradientsOf(reversible(identity), 'inverse', tf.ones([1, 1]));
  expect([...gradients.slice(1)]).toEqual([0, 0]);
});

test('a context of whole numbers, which has no gradient, is passed on', () => {
  const shift = tf.variable(tf.scalar(2));
  const shifted: Bijector = {
    ...trainable({ kind: 'shifted' }, { shift }),
    forward: (z, given) =>
      mapped(() => ({ value: z.add(shift.mul(given?.context as tf.Tensor)), logDet: constantLogDet(z, 0) })),
    inverse: (x, given) =>
      mapped(() => ({ value: x.sub(shift.mul(given?.context as tf.Tensor)), logDet: constantLogDet(x, 0) })),
  };
  const f = reversible(shifted, shifted);
  const context = tf.tensor2d([[3]], [1, 1], 'int32');
  const { grads } = tf.variableGrads(() => f.forward(tf.ones([1, 1]), { context }).value.sum(), [shift]);
  expect(grads[shift.name]?.dataSync()[0]).toBe(6);
});

/** The tensors and the bytes that a pass within a gradient leaves. */
function keptBy(make: (...bijectors: Bijector[]) => Bijector, depth: number) {
  const bijector = make(...halfCouplings(depth, { half: 2 }));
  let kept = { tensors: 0, bytes: 0 };
  const x = rng(1).normal([32, 4]);
  tf.tidy(() =>
    tf.variableGrads(() => {
      const before = tf.memory();
      const { value, logDet } = bijector.inverse(x);
      const after = tf.memory();
      kept = { tensors: after.numTensors - before.numTensors, bytes: after.numBytes - before.numBytes };
      return value.sum().add(logDet.sum()) as tf.Scalar;
    }),
  );
  bijector.dispose();
  return kept;
}

test('what is kept for the gradient is the same for any number of steps, where a chain keeps more for each', () => {
  expect(keptBy(reversible, 16)).toEqual(keptBy(reversible, 2));
  expect(keptBy(chain, 16).bytes).toBeGreaterThan(7 * keptBy(chain, 2).bytes);
});

/** The most bytes beside weights and gradients while a gradient is taken, as the passes through a step meet them. */
function peakOf(make: (...bijectors: Bijector[]) => Bijector, depth: number): number {
  const couplings = halfCouplings(depth, { half: 2, hidden: 16 });
  let most = 0;
  const watch = <T>(result: T): T => {
    most = Math.max(most, tf.memory().numBytes);
    return result;
  };
  const watched = couplings.map(
    (coupling): Bijector => ({
      ...coupling,
      forward: (z, given) => watch(coupling.forward(z, given)),
      inverse: (x, given) => watch(coupling.inverse(x, given)),
    }),
  );
  const bijector = make(...watched);
  const weights = [...variablesOf(bijector).values()].reduce((sum, { size }) => sum + 4 * size, 0);
  const x = rng(1).normal([512, 4]);
  const before = tf.memory().numBytes;
  tf.tidy(() => tf.variableGrads(() => bijector.inverse(x).logDet.sum() as tf.Scalar));
  x.dispose();
  bijector.dispose();
  return most - before - weights;
}

test('memory while a gradient is taken does not grow with the number of steps', () => {
  expect(peakOf(reversible, 24)).toBeLessThan(1.05 * peakOf(reversible, 6));
  expect(peakOf(chain, 24)).toBeGreaterThan(3 * peakOf(chain, 6));
});

test('a gradient leaks nothing', () => {
  const f = reversible(...halfCouplings(3, { half: 2, context: 2 }));
  const [x, context] = [rng(1).normal([5, 4]), rng(2).normal([5, 2])];
  const before = tf.memory();
  gradientsOf(f, 'inverse', x, { context });
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
});

/** The tensors that a gradient leaves whose n-th call of `forward`, in the gradient function, throws. */
function leftByThrow(n: number): number {
  const couplings = halfCouplings(4, { half: 2 });
  let calls = 0;
  const throwing = couplings.map(
    (coupling): Bijector => ({
      ...coupling,
      forward: (z, given) => {
        if (++calls === n) throw new Error('no more');
        return coupling.forward(z, given);
      },
    }),
  );
  const x = rng(1).normal([5, 4]);
  const before = tf.memory().numTensors;
  expect(() => gradientsOf(reversible(...throwing), 'inverse', x)).toThrow('no more');
  const left = tf.memory().numTensors - before;
  expect(
    relativeDistance(
      gradientsOf(reversible(...couplings), 'inverse', x),
      gradientsOf(chain(...couplings), 'inverse', x),
    ),
  ).toBeLessThan(1e-4);
  return left;
}

test('a step that throws while a gradient is taken leaves what tfjs itself had saved, and gradients go on', () => {
  const left = leftByThrow(1);
  expect(leftByThrow(4)).toBe(left);
});

test('data initialises each step once, from data to latent', () => {
  const seen: [string, number[]][] = [];
  const shift = (name: string, by: number): Bijector<tf.Tensor2D> => ({
    ...stateless({ kind: 'shift' }),
    forward: (z) => mapped(() => ({ value: z.add(by) as tf.Tensor2D, logDet: constantLogDet(z, 0) })),
    inverse: (x) => mapped(() => ({ value: x.sub(by) as tf.Tensor2D, logDet: constantLogDet(x, 0) })),
    ...{ initialize: (x: tf.Tensor2D) => seen.push([name, [...x.dataSync()]]) },
  });
  const f = reversible<tf.Tensor2D>(shift('first', 1), shift('last', 2));
  f.initialize(tf.tensor2d([[8, 16]]), { rng: rng(0) });
  expect(seen).toEqual([
    ['last', [8, 16]],
    ['first', [6, 14]],
  ]);
});

test('elements are kept apart where every step keeps them apart', () => {
  const affine = core.affine({ eventShape: [2] });
  expect(reversible(affine, affine).separates([true, false])).toBe(true);
  expect(reversible(affine, ...(halfCouplings(1, { half: 1 }) as Bijector[])).separates([true, false])).toBe(false);
});

test('20 steps of fit have the losses of the plain chain', async () => {
  const losses = async (make: (...bijectors: Bijector[]) => Bijector) => {
    const bijector = make(...halfCouplings(6, { half: 2 })) as Chain<tf.Tensor2D, tf.Tensor2D>;
    const model = flow<tf.Tensor2D>({
      base: core.standardNormal({ eventShape: [4] }) as core.DensityModel<tf.Tensor2D>,
      bijector,
    });
    const found: number[] = [];
    const data = { data: rng(3).normals(4 * 64), shape: [64, 4] };
    await fit(model, data, { rng: rng(4), steps: 20, batchSize: 32, onProgress: ({ loss }) => found.push(loss) });
    model.dispose();
    return found;
  };
  const [expected, actual] = [await losses(chain), await losses(reversible)];
  expect(actual).toHaveLength(20);
  for (const [step, loss] of expected.entries()) expect(actual[step]).toBeCloseTo(loss, 3);
});

test('the gradient of a gradient is refused, with the chain as the cure', () => {
  const f = reversible(...halfCouplings(2, { half: 2 }));
  const slope = tf.grad((x) => f.inverse(x).logDet.sum());
  expect(() => tf.grad((x) => slope(x).square().sum())(tf.ones([1, 4]))).toThrow(ConfigError);
});

test('a list of nothing, what is no bijector, and batch normalisation are refused', () => {
  expect(() => reversible()).toThrow(ConfigError);
  expect(() => reversible(stateless({ kind: 'line' }) as unknown as Bijector)).toThrow(
    'reversible: expected bijector 0 to be a bijector, got "line"',
  );
  const norm = core.batchNorm({ dims: 4 }) as Bijector;
  expect(() => reversible(norm)).toThrow('the same map in training, got bijector 0 (batch-norm)');
  expect(() => reversible(core.affine({ eventShape: [4] }), chain(norm))).toThrow('got 1.0 (batch-norm)');
});
