import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import {
  additiveFamily,
  affineFamily,
  gatedFamily,
  type MlpOptions,
  mlp,
  type Rng,
  type ScaleOption,
} from '@flows/core';
import { expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { coupling } from './coupling.ts';
import { kinds } from './kinds.ts';
import { checkerboardMask, complement } from './mask.ts';
import { type ResidualConvNetOptions, residualConvNet } from './residual-conv-net.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

const mask = [1, 0, 0, 1, 1] as const;
const network = (rng: Rng, options: Partial<MlpOptions> = {}) =>
  mlp({ inputs: 3, outputs: 4, hidden: [8], activation: 'tanh', rng, ...options });
const affineCoupling = (rng: Rng, scale?: ScaleOption) =>
  coupling({ mask, family: affineFamily({ scale }), conditioner: network(rng) });

describeBijector('coupling, affine', (rng) => affineCoupling(rng), { eventShape: [5] });
describeBijector(
  'coupling, additive',
  (rng) => coupling({ mask, family: additiveFamily(), conditioner: network(rng, { outputs: 2 }) }),
  { eventShape: [5] },
);
describeBijector(
  'coupling, conditional and residual',
  (rng) => {
    const conditioner = network(rng, { hidden: [8, 8], residual: true, activation: 'softplus', context: 2 });
    return coupling({ mask, family: affineFamily(), conditioner });
  },
  { eventShape: [5], context: 2 },
);

test.each(['exp', 'tanh', 'sigmoid', 'softplus'] as const)('a coupling of scale %s starts as the identity', (scale) => {
  const layer = affineCoupling(core.rng(0), scale);
  const z = tf.tensor2d([[1, -2, 3, -4, 5]]);
  const { value, logDet } = layer.forward(z);
  for (const [i, x] of value.dataSync().entries()) expect(x).toBeCloseTo(z.dataSync()[i] as number, 5);
  expect(logDet.dataSync()[0]).toBeCloseTo(0, 5);
});

test('what stays is untouched, to the last bit', () => {
  const layer = affineCoupling(core.rng(0));
  for (const variable of core.variablesOf(layer).values())
    variable.assign(core.rng(1).normal(variable.shape as [number]));
  const z = core.rng(2).normal<tf.Rank.R2>([4, 5]);
  const rows = layer.forward(z).value.arraySync();
  for (const [n, row] of z.arraySync().entries()) for (const i of [0, 3, 4]) expect(rows[n]?.[i]).toBe(row[i]);
});

test('a conditioner of the wrong size is refused with the right one', () => {
  const conditioner = network(core.rng(0), { inputs: 2 });
  expect(() => coupling({ mask, family: affineFamily(), conditioner })).toThrow(
    'coupling: expected a conditioner of 3 inputs and 4 outputs for this mask and family, got 2 and 4',
  );
});

const convolutional = (rng: Rng, inputs: number, outputs: number, options: Partial<ResidualConvNetOptions> = {}) =>
  residualConvNet({ inputs, outputs, hidden: 4, blocks: 1, activation: 'tanh', rng, ...options });

describeBijector(
  'coupling of images under a checkerboard',
  (rng) =>
    coupling({ mask: checkerboardMask([2, 4, 2]), family: affineFamily(), conditioner: convolutional(rng, 2, 4) }),
  { eventShape: [2, 4, 2] },
);
describeBijector(
  'coupling of images by channels, additive, gated',
  (rng) =>
    coupling({ mask: [1, 0, 0], family: additiveFamily(), conditioner: convolutional(rng, 1, 2, { gated: true }) }),
  { eventShape: [2, 2, 3] },
);
describeBijector(
  'coupling of images in the context of an image, of the gated family',
  (rng) => {
    const conditioner = convolutional(rng, 1, 2, { context: 2 });
    return coupling({ mask: complement(checkerboardMask([2, 2, 1])), family: gatedFamily(), conditioner });
  },
  { eventShape: [2, 2, 1], context: [2, 2, 2] },
);

test('under a mask of elements, z = b ⊙ x + (1 - b) ⊙ (x ⊙ exp(s(b ⊙ x)) + t(b ⊙ x))', () => {
  const shape = [2, 4, 1] as const;
  const b = tf.tensor(checkerboardMask(shape) as (0 | 1)[][][], [...shape], 'float32');
  const conditioner = convolutional(core.rng(0), 1, 2, { start: 'uniform' });
  const layer = coupling({
    mask: checkerboardMask(shape),
    family: affineFamily({ scale: { logScale: (a) => a.clone() } }),
    conditioner,
  });
  const x = core.rng(1).normal<tf.Rank.R4>([3, ...shape]);
  const [t, s] = tf.split(conditioner.apply(x.mul(b)), 2, 3) as [tf.Tensor, tf.Tensor];
  const expected = b.mul(x).add(tf.sub(1, b).mul(x.mul(s.exp()).add(t)));
  const { value, logDet } = layer.inverse(x);
  expectClose(value, expected, { tolerance: 1e-6 });
  expectClose(logDet, tf.sub(1, b).mul(s).sum([1, 2, 3]), { tolerance: 1e-6 });
});

test('missing and observed elements are kept apart where nothing missing is read, or nothing observed moves', () => {
  const layer = affineCoupling(core.rng(0));
  const missing = (...gaps: number[]) => [0, 1, 2, 3, 4].map((i) => gaps.includes(i));
  expect(layer.separates(missing(1))).toBe(true);
  expect(layer.separates(missing(1, 2))).toBe(true);
  expect(layer.separates(missing(0, 1, 2))).toBe(true);
  expect(layer.separates(missing(0))).toBe(false);
  expect(layer.separates(missing(0, 1))).toBe(false);
});

test('what a coupling moves is completed exactly, given what it reads', async () => {
  const conditioner = network(core.rng(0), { inputs: 1, outputs: 2, start: 'uniform' });
  const layer = coupling({ mask: [1, 0], family: affineFamily(), conditioner });
  const model = core.flow({ base: core.standardNormal({ eventShape: [2] }), bijector: layer });
  const rows = tf.tensor2d(Array.from({ length: 2000 }, () => [0.7, Number.NaN]));
  const { x, method } = await core.impute(model, rows, { rng: core.rng(1) });
  expect(method).toBe('exact');
  const [mode, above] = layer
    .forward(
      tf.tensor2d([
        [0.7, 0],
        [0.7, 1],
      ]),
    )
    .value.slice([0, 1])
    .dataSync() as unknown as [number, number];
  const { mean, variance } = tf.moments(x.slice([0, 1]));
  expect(mean.dataSync()[0]).toBeCloseTo(mode, 1);
  expect(variance.sqrt().dataSync()[0]).toBeCloseTo(above - mode, 1);
});
