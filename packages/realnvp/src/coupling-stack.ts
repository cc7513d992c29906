import { type ElementwiseFamily, type MlpBody, mlp, type Rng } from '@flows/core';
import { type Coupling, coupling } from './coupling.ts';
import { alternatingMasks, type MaskOption } from './mask.ts';

/**
 * What NICE and RealNVP share.
 *
 * - `dims`: D, the number of elements of an event, at least 2.
 * - `layers`: the number of couplings; 4 in NICE and 8 in RealNVP where absent.
 * - `mask`: which elements stay in the first layer, and move in the second, and so on; `odd-even` where absent.
 * - `hidden`: the widths of each conditioner's hidden layers; [64, 64] where absent.
 * - `activation`, `residual`, `context`: of each conditioner, see `mlp`.
 * - `recompute`: whether training recomputes the input of each coupling from its output rather than keep it, see
 *   `reversible`; not with batch normalisation. False where absent.
 */
export type CouplingStackOptions = Omit<MlpBody, 'hidden'> & {
  dims: number;
  layers?: number;
  mask?: MaskOption;
  hidden?: readonly number[];
  recompute?: boolean;
  rng: Rng;
};

/** Couplings of one family with alternating masks, each with a network of its own whose output layer starts so. */
export function couplingStack(
  who: string,
  {
    dims,
    layers,
    mask = 'odd-even',
    hidden = [64, 64],
    rng,
    recompute: _,
    ...body
  }: CouplingStackOptions & { layers: number },
  family: () => ElementwiseFamily,
  start: 'zero' | 'uniform',
): Coupling[] {
  return alternatingMasks(who, dims, layers, mask, rng.fork('masks')).map((layerMask, layer) => {
    const inputs = layerMask.filter((b) => b === 1).length;
    const moves = family();
    const conditioner = mlp({
      ...body,
      hidden,
      inputs,
      outputs: moves.parameters * (dims - inputs),
      start,
      rng: rng.fork(layer),
    });
    return coupling({ mask: layerMask, conditioner, family: moves });
  });
}
