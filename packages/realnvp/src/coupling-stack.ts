import { type ElementwiseFamily, type MlpBody, mlp, type Rng } from '@flows/core';
import { type Coupling, coupling } from './coupling.ts';
import { alternatingMasks, type MaskOption } from './mask.ts';

/**
 * What NICE and RealNVP share.
 *
 * - `dims`: D, the number of elements of an event, at least 2.
 * - `layers`: the number of couplings.
 * - `mask`: which elements stay in the first layer; its complement in the second, and so on.
 * - `hidden`, `activation`, `residual`, `context`: the conditioner of each layer, see `mlp`.
 */
export type CouplingStackOptions = MlpBody & { dims: number; layers: number; mask?: MaskOption; rng: Rng };

/** Couplings of one family with alternating masks, each with a network of its own whose output layer starts so. */
export function couplingStack(
  who: string,
  { dims, layers, mask = 'odd-even', rng, ...body }: CouplingStackOptions,
  family: () => ElementwiseFamily,
  start: 'zero' | 'uniform',
): Coupling[] {
  return alternatingMasks(who, dims, layers, mask, rng.fork('masks')).map((layerMask, layer) => {
    const inputs = layerMask.filter((b) => b === 1).length;
    const moves = family();
    const conditioner = mlp({
      ...body,
      inputs,
      outputs: moves.parameters * (dims - inputs),
      start,
      rng: rng.fork(layer),
    });
    return coupling({ mask: layerMask, conditioner, family: moves });
  });
}
