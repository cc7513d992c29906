import {
  affineFamily,
  ConfigError,
  chain,
  type DensityModel,
  type Flow,
  flow,
  gatedFamily,
  invert,
  type ScaleOption,
  standardNormal,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type AutoregressiveLayersOptions, autoregressiveLayers } from './autoregressive-layers.ts';

/**
 * - `gated`: whether layers have the paper's gated update, x = σ z + (1 - σ) m; false where absent.
 * - `scale`: how σ is bounded where it is not gated, see `scale`; within [1/1000, 1000] where absent.
 * - `base`: the distribution of the latents; standard normal where absent.
 * - `context`: the width of the encoder's h, or of any other context; none where absent.
 * - all else as of `AutoregressiveLayersOptions`.
 */
export type IafOptions = AutoregressiveLayersOptions & { gated?: boolean; scale?: ScaleOption; base?: DensityModel };

/**
 * The inverse autoregressive flow (Kingma et al. 2016): the layers of MAF turned round, so that σ̃ and μ̃ are functions of
 * the latents, and all elements of a sample are computed at once.
 *
 *     x̃_i = z̃_i σ̃_i(z̃_{<i}) + μ̃_i(z̃_{<i})          log p(x̃) = log π_0(z̃_0) - Σ_layers Σ_i log σ̃_i
 *     z̃_i = (x̃_i - μ̃_i(z̃_{<i})) / σ̃_i(z̃_{<i})
 *
 * It is the inverse of the MAF that has σ̃ = 1/σ and μ̃ = -μ/σ, with x̃ = z and z̃ = x. Batch normalisation, where there is
 * any, adds its terms to the density (see `batchNorm`); its running statistics move in `fit`, which sees data, and not in
 * `fitToDensity`.
 *
 * Samples and their density take one pass; the density of given data goes element by element, each hidden unit once. Events
 * are `[batch, D]`.
 *
 * @throws ConfigError where a size is none, the scale is out of range or given with a gate, or the base is of discrete
 * data.
 */
export function iaf({ gated = false, scale, base, ...layers }: IafOptions): Flow<tf.Tensor, tf.Tensor2D> {
  if (gated && scale !== undefined) {
    throw new ConfigError('iaf: expected a scale or a gate, whose σ is a sigmoid, got both');
  }
  const family = () => (gated ? gatedFamily() : affineFamily({ scale }));
  const bijectors = autoregressiveLayers('iaf', layers, family, (layer) => invert(layer));
  return flow({ base: base ?? standardNormal({ eventShape: [layers.dims] }), bijector: chain(...bijectors) });
}
