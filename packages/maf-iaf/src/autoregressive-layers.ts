import {
  type Bijector,
  batchNorm,
  ConfigError,
  type ElementwiseFamily,
  type MlpBody,
  type Rng,
  requireCount,
} from '@flows/core';
import { type Degrees, inputDegrees, maskedMlp, randomDegrees } from '@flows/made';
import type * as tf from '@tensorflow/tfjs';
import { type MaskedAutoregressive, maskedAutoregressive, type Solver } from './masked-autoregressive.ts';

/**
 * What MAF and IAF share.
 *
 * - `dims`: D, the number of elements of an event.
 * - `layers`: K, the number of autoregressive layers; 5 where absent.
 * - `hidden`: the widths of each network's hidden layers; [64, 64] where absent.
 * - `order`: `alternating`, where absent too, reverses the order in every other layer, as in the paper, and the layer at
 *   the base has the sequential one; `random` draws one for each layer.
 * - `batchNorm`: whether batch normalisation follows every layer, as in MAF's experiments; false where absent.
 * - `solver`: how the sequential direction is computed; see `maskedAutoregressive`.
 * - `activation`, `residual`, `direct`, `context`: of each layer's network, see `mlp`.
 */
export type AutoregressiveLayersOptions = Omit<MlpBody, 'hidden'> & {
  dims: number;
  layers?: number;
  hidden?: readonly number[];
  order?: 'alternating' | 'random';
  batchNorm?: boolean;
  solver?: Solver;
  rng: Rng;
};

/** The layers of a flow from the base to the data, each of its own network; `turn` makes the flow's layer of one. */
export function autoregressiveLayers(
  who: string,
  options: AutoregressiveLayersOptions,
  family: () => ElementwiseFamily,
  turn: (layer: MaskedAutoregressive) => Bijector<tf.Tensor2D, tf.Tensor2D>,
): Bijector<tf.Tensor2D, tf.Tensor2D>[] {
  const { dims, layers = 5, hidden = [64, 64], order, batchNorm: normalise = false, solver, rng, ...body } = options;
  requireCount(who, 'dims', dims);
  requireCount(who, 'layers', layers);
  return Array.from({ length: layers }, (_, layer) => {
    const moves = family();
    const degrees = orderOf(who, dims, layer, order, rng);
    const { parameters } = moves;
    const network = maskedMlp({ ...body, dims, hidden, order: degrees, parameters, rng: rng.fork(layer) });
    const autoregressive = turn(maskedAutoregressive({ network, family: moves, solver }));
    return normalise ? [batchNorm({ dims }), autoregressive] : [autoregressive];
  }).flat();
}

/** The order of a layer. */
export function orderOf(
  who: string,
  dims: number,
  layer: number,
  order: AutoregressiveLayersOptions['order'] = 'alternating',
  rng: Rng,
): Degrees {
  switch (order) {
    case 'alternating':
      return inputDegrees(dims, layer % 2 === 0 ? 'sequential' : 'reversed');
    case 'random':
      return randomDegrees(dims, rng.fork('order').fork(layer));
    default:
      throw new ConfigError(`${who}: expected order to be alternating or random, got ${JSON.stringify(order)}`);
  }
}
