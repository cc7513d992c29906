import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/maf-iaf.json' with { type: 'json' };
import { type IafOptions, iaf } from './iaf.ts';
import { kinds } from './kinds.ts';
import { type MafOptions, maf } from './maf.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('maf', (rng) => maf({ dims: 2, layers: 3, hidden: [8, 8], rng }), {
  eventShape: [2],
  integrates: box,
});
describeDensityModel(
  'maf, conditional, over a mixture of Gaussians',
  (rng) =>
    maf({
      dims: 2,
      layers: 2,
      hidden: [8],
      context: 1,
      base: core.mixtureOfGaussians({ dims: 2, components: 3, rng }),
      rng,
    }),
  {
    eventShape: [2],
    context: 1,
    integrates: [
      [-12, 12],
      [-12, 12],
    ],
    cells: 200,
  },
);
describeDensityModel(
  'maf, batch-normalised, with random orders',
  (rng) => maf({ dims: 4, layers: 2, hidden: [8], order: 'random', batchNorm: true, rng }),
  { eventShape: [4] },
);
describeDensityModel('maf MoG', (rng) => maf({ dims: 2, layers: 2, hidden: [8], components: 3, rng }), {
  eventShape: [2],
  integrates: [
    [-12, 12],
    [-12, 12],
  ],
  cells: 200,
});

test('components make a base of MADE whose conditionals are mixtures, in an order that goes on with the layers', () => {
  const { base } = maf({ dims: 3, layers: 2, hidden: [4], components: 5, context: 2, rng: core.rng(0) });
  expect(base.config).toMatchObject({
    kind: 'made',
    network: { order: [3, 2, 1], hidden: [4], context: 2 },
    conditional: { kind: 'mixture-of-gaussians-conditional', components: 5 },
  });
  expect(() => maf({ dims: 2, base, components: 2, rng: core.rng(0) })).toThrow('expected a base or components');
});

type Golden = {
  model: string;
  options: Omit<MafOptions & IafOptions, 'rng'>;
  weights: object;
  x: number[][];
  context?: number[][];
  logProb: number[];
  z: number[][];
  forward: number[][];
};

test.each(golden as Golden[])('log-densities and maps are those of a float64 reference: $name', (reference) => {
  const { options, weights, x, context, logProb, z, forward } = reference;
  const make = reference.model === 'maf' ? maf : iaf;
  const model = make({ ...options, rng: core.rng(0) });
  assignWeights(core.variablesOf(model), weights as Parameters<typeof assignWeights>[1]);
  for (const [, part] of core.partsOf(model)) part.constrain?.();
  tf.tidy(() => {
    const given = context && { context: tf.tensor2d(context) };
    expectClose(model.logProb(tf.tensor2d(x), given), logProb, { tolerance: 1e-5 });
    expectClose(model.bijector.forward(tf.tensor2d(z), given).value, forward.flat(), { tolerance: 1e-5 });
  });
});

test('orders alternate, or are drawn for each layer and saved with the model', () => {
  const orders = (model: ReturnType<typeof maf>) =>
    (model.config.bijector as { bijectors: { network: { order: number[] } }[] }).bijectors.map(
      ({ network }) => network.order,
    );
  expect(orders(maf({ dims: 3, layers: 3, hidden: [4], rng: core.rng(0) }))).toEqual([
    [1, 2, 3],
    [3, 2, 1],
    [1, 2, 3],
  ]);
  const random = () => orders(maf({ dims: 6, layers: 3, hidden: [4], order: 'random', rng: core.rng(5) }));
  expect(random()).toEqual(random());
  expect(new Set(random().map(String)).size).toBe(3);
  expect(() => maf({ dims: 2, order: 'sorted' as 'random', rng: core.rng(0) })).toThrow(
    'expected order to be alternating or random',
  );
});
