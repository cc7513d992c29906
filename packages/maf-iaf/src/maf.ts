import {
  affineFamily,
  batchNorm,
  chain,
  type DensityModel,
  type Flow,
  flow,
  type MlpBody,
  type Rng,
  requireCount,
  type ScaleOption,
  standardNormal,
} from '@flows/core';
import { type Degrees, inputDegrees, maskedMlp } from '@flows/made';
import type * as tf from '@tensorflow/tfjs';
import { maskedAutoregressive } from './masked-autoregressive.ts';

/**
 * - `dims`: D, the number of elements of an event.
 * - `layers`: the number of autoregressive layers.
 * - `order`: `alternating` reverses the order in every other layer, as in the paper; `random` draws one for each layer.
 * - `base`: the distribution of the latents; standard normal where absent.
 * - `scale`: how σ is bounded, see `scale`.
 * - `batchNorm`: batch normalisation after every layer, as in the paper's experiments.
 * - `hidden`, `activation`, `residual`, `context`: each layer's network, see `mlp`.
 */
export type MafOptions = Omit<MlpBody, 'hidden'> & {
  dims: number;
  layers?: number;
  hidden?: readonly number[];
  order?: 'alternating' | 'random';
  base?: DensityModel;
  scale?: ScaleOption;
  batchNorm?: boolean;
  rng: Rng;
};

/**
 * The masked autoregressive flow MAF(K) (Papamakarios, Pavlakou and Murray 2017): K layers, each a MADE with Gaussian
 * conditionals whose random numbers the next one models.
 *
 *     x_i = z_i σ_i(x_{<i}) + μ_i(x_{<i})          log p(x) = log π_0(z_0) - Σ_layers Σ_i log σ_i
 *
 * and the log-determinants of batch normalisation where there is any. Events are `[batch, D]`.
 */
export function maf(options: MafOptions): Flow<tf.Tensor, tf.Tensor2D> {
  const {
    dims,
    layers = 5,
    hidden = [64, 64],
    order = 'alternating',
    base,
    scale,
    batchNorm: normalise = false,
    rng,
    ...body
  } = options;
  requireCount('maf', 'dims', dims);
  requireCount('maf', 'layers', layers);
  const orderOf = (layer: number): Degrees =>
    order === 'random'
      ? rng
          .fork('order')
          .fork(layer)
          .permutation(dims)
          .map((place) => place + 1)
      : inputDegrees(dims, layer % 2 === 0 ? 'sequential' : 'reversed');
  const bijectors = Array.from({ length: layers }, (_, layer) => {
    const family = affineFamily({ scale });
    const network = maskedMlp({
      ...body,
      dims,
      hidden,
      order: orderOf(layer),
      parameters: family.parameters,
      rng: rng.fork(layer),
    });
    const autoregressive = maskedAutoregressive({ network, family });
    return normalise ? [batchNorm({ dims }), autoregressive] : [autoregressive];
  });
  return flow({ base: base ?? standardNormal({ eventShape: [dims] }), bijector: chain(...bijectors.flat()) });
}
