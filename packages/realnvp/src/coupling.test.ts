import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { additiveFamily, affineFamily, type MlpOptions, mlp, type Rng, type ScaleOption } from '@flows/core';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { coupling } from './coupling.ts';
import { kinds } from './kinds.ts';

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
