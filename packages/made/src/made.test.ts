import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, expectClose, expectNoLeak, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/made.json' with { type: 'json' };
import { kinds } from './kinds.ts';
import { Made, type MadeOptions, made } from './made.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('made', (rng) => made({ dims: 2, hidden: [8, 8], rng }), { eventShape: [2], integrates: box });
describeDensityModel('made of one element', (rng) => made({ dims: 1, hidden: [4], rng }), {
  eventShape: [1],
  integrates: [[-8, 8]],
  // Nothing comes before the first element: every weight between its units is masked or unused.
  unreached: ['network.hidden0.kernel0'],
});
describeDensityModel(
  'made of Bernoulli conditionals, direct, in a random order',
  (rng) => made({ dims: 4, hidden: [6], direct: true, order: 'random', conditional: core.bernoulliConditional(), rng }),
  { eventShape: [4], support: integers(2) },
);
describeDensityModel(
  'made of categorical conditionals, with context',
  (rng) => made({ dims: 3, hidden: [8], context: 2, conditional: core.categoricalConditional({ levels: 3 }), rng }),
  { eventShape: [3], support: integers(3), context: 2 },
);
describeDensityModel(
  'made of mixtures of Gaussians',
  (rng) => made({ dims: 2, hidden: [8, 8], conditional: core.mixtureOfGaussiansConditional({ components: 3 }), rng }),
  {
    eventShape: [2],
    integrates: [
      [-10, 10],
      [-10, 10],
    ],
  },
);
describeDensityModel(
  'made, conditional and residual',
  (rng) => made({ dims: 4, hidden: [8, 8], residual: true, activation: 'elu', order: [2, 4, 1, 3], context: 2, rng }),
  { eventShape: [4], context: 2 },
);

type Golden = {
  options: Omit<MadeOptions, 'conditional' | 'rng'>;
  conditional: { kind: string };
  weights: object;
  x: number[][];
  context?: number[][];
  logProb: number[];
  uniform: number[][][];
  normal: number[][][];
  sample: number[][];
};

/** A generator that hands out given noise, that of one element a call. */
const handsOut = ({ uniform, normal }: { uniform: number[][][]; normal: number[][][] }): core.Rng => {
  const [uniforms, normals] = [uniform.values(), normal.values()];
  const next = (noise: Iterator<number[][]>, shape: number[]) =>
    tf.tensor(noise.next().value as number[][]).reshape(shape) as never;
  return { ...core.rng(0), uniform: (shape) => next(uniforms, shape), normal: (shape) => next(normals, shape) };
};

test.each(golden as Golden[])('log-probabilities and samples are those of a float64 reference: $name', (reference) => {
  const { options, conditional: config, weights, x, context, logProb, sample } = reference;
  const conditional = kinds[config.kind]?.(config, () => expect.unreachable()) as core.ConditionalDistribution;
  const model = made({ ...options, conditional, rng: core.rng(0) });
  assignWeights(core.variablesOf(model), weights as Parameters<typeof assignWeights>[1]);
  for (const [, part] of core.partsOf(model)) part.constrain?.();
  tf.tidy(() => {
    const given = context && { context: tf.tensor2d(context) };
    expectClose(model.logProb(tf.tensor2d(x), given), logProb, { tolerance: 1e-5 });
    const samples = model.sample(sample.length, { rng: handsOut(reference), ...given });
    expectClose(samples, sample.flat(), { tolerance: 1e-5 });
  });
});

test('an element whose scale overflows leaves those before it as they are', () => {
  const scale: core.CustomScale = { logScale: (a) => a.clone() };
  const model = made({ dims: 2, hidden: [4], conditional: core.gaussianConditional({ scale }), rng: core.rng(0) });
  const bias = core.variablesOf(model).get('network.output.bias') as tf.Variable;
  // Element 2 has σ = exp(200).
  bias.assign(tf.tensor1d([0, 0, 0, 200]));
  const [first, second] = model.sample(1, { rng: core.rng(1) }).dataSync() as unknown as [number, number];
  expect(Number.isFinite(first)).toBe(true);
  expect(Math.abs(second)).toBe(Number.POSITIVE_INFINITY);
});

test('a load that fails leaves no mask behind', () => {
  const model = made({ dims: 2, hidden: [4], context: 1, rng: core.rng(0) });
  const refusing: core.Kinds = {
    ...kinds,
    'gaussian-conditional': () => {
      throw new core.ConfigError('gaussianConditional: refused');
    },
  };
  const bytes = core.save(model);
  // The network, masks and all, is built before the conditional is refused.
  expectNoLeak(() => expect(() => core.load(bytes, refusing)).toThrow('refused'));
});

test('a network that is not masked, or of the wrong size, is refused', () => {
  const network = core.mlp({ inputs: 2, outputs: 4, hidden: [4], rng: core.rng(0) });
  expect(() => new Made({ network: network as never, conditional: core.gaussianConditional() })).toThrow(
    'made: expected an autoregressive network of 2 outputs and 1 inputs an element, got mlp',
  );
});
