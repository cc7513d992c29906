import type { Bijector } from './bijector.ts';
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
import type { DensityModel } from './density-model.ts';
import type { NoiseFlow } from './dequantization-noise.ts';
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
import { flow } from './flow.ts';
import { mlp } from './networks/mlp.ts';
import { rng } from './rng.ts';
import type { Kinds } from './saving/kinds.ts';
import { requireList } from './shape.ts';

/** Every part of `@flows/core` that a config can name. */
export const kinds: Kinds = {
  'additive-family': additiveFamily,
  affine,
  'affine-family': affineFamily,
  'batch-norm': batchNorm,
  'bernoulli-conditional': bernoulliConditional,
  'categorical-conditional': categoricalConditional,
  chain: ({ bijectors }, build) =>
    chain(...requireList('chain', 'bijectors', bijectors).map((bijector) => build<Bijector>(bijector))),
  dequantized: ({ model, levels, points, noise }, build) =>
    dequantized({
      model: build<DensityModel>(model),
      levels,
      points,
      noise: noise === undefined ? undefined : build<NoiseFlow>(noise),
    }),
  'diagonal-normal': diagonalNormal,
  flow: ({ base, bijector, eventShape }, build) =>
    flow({ base: build<DensityModel>(base), bijector: build<Bijector>(bijector), eventShape }),
  'full-gaussian': fullGaussian,
  'gated-family': gatedFamily,
  'discretized-logistic-mixture-conditional': discretizedLogisticMixtureConditional,
  'gaussian-conditional': gaussianConditional,
  invert: ({ bijector }, build) => invert(build<Bijector>(bijector)),
  'isotropic-gaussian-conditional': isotropicGaussianConditional,
  logistic,
  logit,
  'mixture-of-gaussians': ({ dims, components }) => mixtureOfGaussians({ dims, components, rng: rng(0) }),
  'mixture-of-gaussians-conditional': mixtureOfGaussiansConditional,
  mlp: (config) => mlp({ ...config, rng: rng(0) }),
  permute,
  reshape,
  reversible: ({ bijectors }, build) =>
    reversible(...requireList('reversible', 'bijectors', bijectors).map((bijector) => build<Bijector>(bijector))),
  'standard-normal': standardNormal,
  standardize,
  unconditional: ({ bijector }, build) => unconditional(build<Bijector>(bijector)),
  uniform,
};
