import { affineFamily, batchNorm, chain, type Flow, flow, type ScaleOption, standardNormal } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type CouplingStackOptions, couplingStack } from './coupling-stack.ts';

/**
 * - `scale`: how exp(s) is bounded, see `scale`.
 * - `batchNorm`: batch normalisation after every coupling, as in sections 3.7 and 4.1 of the papers of RealNVP and MAF.
 */
export type RealNvpOptions = Omit<CouplingStackOptions, 'layers' | 'hidden'> & {
  layers?: number;
  hidden?: readonly number[];
  scale?: ScaleOption;
  batchNorm?: boolean;
};

/**
 * RealNVP for vectors (Dinh, Sohl-Dickstein and Bengio 2017): affine couplings with alternating masks over a standard
 * normal.
 *
 *     z_a = x_a,   z_b = x_b ⊙ exp(s(x_a)) + t(x_a)          log p(x) = log π_0(z_0) + Σ_layers Σ_j s(x_a)_j
 */
export function realNvp({
  layers = 8,
  hidden = [64, 64],
  scale,
  batchNorm: normalise = false,
  ...stack
}: RealNvpOptions): Flow<tf.Tensor, tf.Tensor2D> {
  const couplings = couplingStack('realNvp', { ...stack, layers, hidden }, () => affineFamily({ scale }), 'zero');
  const eventShape = [stack.dims];
  const bijectors = normalise ? couplings.flatMap((layer) => [batchNorm({ dims: stack.dims }), layer]) : couplings;
  return flow({ base: standardNormal({ eventShape }), bijector: chain(...bijectors) });
}
