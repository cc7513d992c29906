import {
  affineFamily,
  batchNorm,
  ConfigError,
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
 * - `layers`: K, the number of autoregressive layers; 5 where absent.
 * - `hidden`: the widths of each network's hidden layers; [64, 64] where absent.
 * - `order`: `alternating`, where absent too, reverses the order in every other layer, as in the paper; `random` draws
 *   one for each layer.
 * - `base`: the distribution of the latents; standard normal where absent.
 * - `scale`: how σ is bounded, see `scale`; within [1/1000, 1000] where absent.
 * - `batchNorm`: whether batch normalisation follows every layer, as in the paper's experiments; false where absent.
 * - `activation`, `residual`, `context`: of each layer's network, see `mlp`.
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
 * to which batch normalisation, where there is any, adds Σ_i [γ_i - ½ log(v_i + ε)] a layer (see `batchNorm`). Events are
 * `[batch, D]`.
 *
 * @throws ConfigError where a size is none, the scale is out of range, or the base is of discrete data.
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
  const bijectors = ordersOf(dims, layers, order, rng.fork('order')).map((degrees, layer) => {
    const family = affineFamily({ scale });
    const network = maskedMlp({
      ...body,
      dims,
      hidden,
      order: degrees,
      parameters: family.parameters,
      rng: rng.fork(layer),
    });
    const autoregressive = maskedAutoregressive({ network, family });
    return normalise ? [batchNorm({ dims }), autoregressive] : [autoregressive];
  });
  return flow({ base: base ?? standardNormal({ eventShape: [dims] }), bijector: chain(...bijectors.flat()) });
}

/** The order of each layer. */
function ordersOf(dims: number, layers: number, order: MafOptions['order'], rng: Rng): Degrees[] {
  if (order !== 'alternating' && order !== 'random') {
    throw new ConfigError(`maf: expected order to be alternating or random, got ${JSON.stringify(order)}`);
  }
  const random = (layer: number) =>
    rng
      .fork(layer)
      .permutation(dims)
      .map((place) => place + 1);
  const alternating = (layer: number) => inputDegrees(dims, layer % 2 === 0 ? 'sequential' : 'reversed');
  return Array.from({ length: layers }, (_, layer) => (order === 'random' ? random(layer) : alternating(layer)));
}
