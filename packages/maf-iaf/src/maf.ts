import {
  affineFamily,
  ConfigError,
  chain,
  type DensityModel,
  type Flow,
  flow,
  mixtureOfGaussiansConditional,
  type ScaleOption,
  standardNormal,
} from '@flows/core';
import { made } from '@flows/made';
import type * as tf from '@tensorflow/tfjs';
import { type AutoregressiveLayersOptions, autoregressiveLayers, orderOf } from './autoregressive-layers.ts';

/**
 * - `scale`: how σ is bounded, see `scale`; within [1/1000, 1000] where absent.
 * - `base`: the distribution of the latents; standard normal where absent.
 * - `components`: makes the base a MADE whose conditionals are mixtures of so many Gaussians: the paper's MAF MoG.
 * - all else as of `AutoregressiveLayersOptions`.
 */
export type MafOptions = AutoregressiveLayersOptions & {
  scale?: ScaleOption;
  base?: DensityModel;
  components?: number;
};

/**
 * The masked autoregressive flow MAF(K) (Papamakarios, Pavlakou and Murray 2017): K layers, each a MADE with Gaussian
 * conditionals whose random numbers the next one models.
 *
 *     x_i = z_i σ_i(x_{<i}) + μ_i(x_{<i})          log p(x) = log π_0(z_0) - Σ_layers Σ_i log σ_i
 *
 * to which batch normalisation, where there is any, adds Σ_i [γ_i - ½ log(v_i + ε)] a layer (see `batchNorm`). Densities
 * take one pass, samples go element by element, each hidden unit once. Events are `[batch, D]`.
 *
 * @throws ConfigError where a size is none, the scale is out of range, the base is of discrete data, or both a base and
 * components are given.
 */
export function maf({ scale, base, components, ...layers }: MafOptions): Flow<tf.Tensor, tf.Tensor2D> {
  if (base !== undefined && components !== undefined) {
    throw new ConfigError('maf: expected a base or components, which make one, got both');
  }
  const bijectors = autoregressiveLayers(
    'maf',
    layers,
    () => affineFamily({ scale }),
    (layer) => layer,
  );
  const mixture = components === undefined ? undefined : mixtureMade(components, layers, scale);
  return flow({
    base: base ?? mixture ?? standardNormal({ eventShape: [layers.dims] }),
    bijector: chain(...bijectors),
  });
}

/** MADE MoG, which goes on with the orders of the layers. */
function mixtureMade(components: number, options: AutoregressiveLayersOptions, scale?: ScaleOption): DensityModel {
  const { dims, order, rng, layers: _, batchNorm: __, solver: ___, ...body } = options;
  const conditional = mixtureOfGaussiansConditional({ components, scale });
  return made({ ...body, dims, order: orderOf('maf', dims, -1, order, rng), conditional, rng: rng.fork('base') });
}
