import { expect, test } from 'vitest';
import { additiveFamily } from './bijectors/additive-family.ts';
import { affine } from './bijectors/affine.ts';
import { affineFamily } from './bijectors/affine-family.ts';
import { batchNorm } from './bijectors/batch-norm.ts';
import { chain } from './bijectors/chain.ts';
import { gatedFamily } from './bijectors/gated-family.ts';
import { invert } from './bijectors/invert.ts';
import { logit } from './bijectors/logit.ts';
import { permute } from './bijectors/permute.ts';
import { reshape } from './bijectors/reshape.ts';
import { reversible } from './bijectors/reversible.ts';
import { standardize } from './bijectors/standardize.ts';
import { unconditional } from './bijectors/unconditional.ts';
import { dequantized } from './dequantized.ts';
import { bernoulliConditional } from './distributions/bernoulli-conditional.ts';
import { categoricalConditional } from './distributions/categorical-conditional.ts';
import { diagonalNormal } from './distributions/diagonal-normal.ts';
import { discretizedLogisticMixtureConditional } from './distributions/discretized-logistic-mixture-conditional.ts';
import { fullGaussian } from './distributions/full-gaussian.ts';
import { gaussianConditional } from './distributions/gaussian-conditional.ts';
import { isotropicGaussianConditional } from './distributions/isotropic-gaussian-conditional.ts';
import { logistic } from './distributions/logistic.ts';
import { mixtureOfGaussians } from './distributions/mixture-of-gaussians.ts';
import { mixtureOfGaussiansConditional } from './distributions/mixture-of-gaussians-conditional.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { uniform } from './distributions/uniform.ts';
import { ConfigError } from './errors.ts';
import { flow } from './flow.ts';
import { kinds } from './kinds.ts';
import { mlp } from './networks/mlp.ts';
import { rng } from './rng.ts';
import type { Build } from './saving/kinds.ts';
import { type Config, partsOf, type Trainable, variablesOf } from './trainable.ts';

const eventShape = [2];
const unit = standardNormal({ eventShape });

const parts: Trainable[] = [
  additiveFamily(),
  gatedFamily(),
  affineFamily({ scale: 'softplus' }),
  affine({ eventShape, logScale: 0.5, trained: ['shift'] }),
  batchNorm({ dims: 2, decay: 0.9 }),
  bernoulliConditional(),
  discretizedLogisticMixtureConditional({ levels: 4, components: 3, channels: 2, scale: 'sigmoid' }),
  categoricalConditional({ levels: 3, input: 'scaled' }),
  chain(permute({ order: [1, 0] }), invert(logit({ lambda: 0.1 }))),
  dequantized({ model: uniform({ eventShape }), levels: 4 }),
  dequantized({ model: uniform({ eventShape }), levels: 4, noise: flow({ base: unit, bijector: logit() }) }),
  diagonalNormal({ eventShape, mean: [1, 2] }),
  flow({ base: logistic({ eventShape }), bijector: reshape({ latent: [2], data: [1, 2] }), eventShape: [1, 2] }),
  fullGaussian({ dims: 2 }),
  gaussianConditional({ scale: 'tanh' }),
  isotropicGaussianConditional({ std: 2, trained: false }),
  mixtureOfGaussians({ dims: 2, components: 3, rng: rng(1) }),
  mixtureOfGaussiansConditional({ components: 2, scale: 'softplus' }),
  mlp({ inputs: 2, outputs: 3, hidden: [4, 4], residual: true, context: 1, activation: 'elu', rng: rng(0) }),
  reversible(permute({ order: [1, 0] })),
  standardNormal({ eventShape }),
  standardize({ mean: [1, 2], scale: [3, 4] }),
  unconditional(affine({ eventShape })),
];

test('every kind is among those that are built again below', () => {
  const tried = new Set(parts.flatMap((part) => [...partsOf(part)].map(([, { config }]) => config.kind)));
  expect([...tried].filter((kind) => kind !== 'dense').sort()).toEqual(Object.keys(kinds).sort());
});

const build: Build = <T extends Trainable>(config: unknown) =>
  kinds[(config as Config).kind]?.(JSON.parse(JSON.stringify(config)), build) as T;

test.each(parts.map((part) => [part.config.kind, part] as const))(
  '%s is built again from its config as JSON',
  (_, part) => {
    const again = build(part.config);
    expect(again.config).toEqual(JSON.parse(JSON.stringify(part.config)));
    expect([...variablesOf(again)].map(([path, { shape }]) => [path, shape])).toEqual(
      [...variablesOf(part)].map(([path, { shape }]) => [path, shape]),
    );
  },
);

test.each([
  { kind: 'chain', bijectors: [{ kind: 'standard-normal', eventShape }] },
  { kind: 'reversible', bijectors: 3 },
  { kind: 'chain', bijectors: 3 },
  { kind: 'flow', base: { kind: 'logit' }, bijector: { kind: 'logit' } },
  { kind: 'standardize', mean: 'ten', scale: [1] },
  { kind: 'mixture-of-gaussians', dims: 2, components: -1 },
  { kind: 'mixture-of-gaussians-conditional', components: 0 },
  { kind: 'categorical-conditional', levels: 2, input: 'bits' },
  { kind: 'uniform', eventShape: [2], low: [0, null] },
])('a config that describes no part is a ConfigError: %j', (config) => {
  expect(() => build(config)).toThrow(ConfigError);
});
