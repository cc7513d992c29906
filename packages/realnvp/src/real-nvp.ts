import {
  affineFamily,
  batchNorm,
  chain,
  type Flow,
  flow,
  reversible,
  type ScaleOption,
  standardNormal,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type CouplingStackOptions, couplingStack } from './coupling-stack.ts';
import { stackScale } from './stack-scale.ts';

/**
 * - `scale`: how exp(s) is bounded, see `scale`; where absent within 10⁻¹² and 10¹² for the whole stack, see `stackScale`.
 * - `batchNorm`: whether batch normalisation follows every coupling, as in sections 3.7 and 4.1 of the papers of RealNVP
 *   and MAF; false where absent.
 */
export type RealNvpOptions = CouplingStackOptions & { scale?: ScaleOption; batchNorm?: boolean };

/**
 * RealNVP for vectors (Dinh, Sohl-Dickstein and Bengio 2017): affine couplings with alternating masks over a standard
 * normal.
 *
 *     z_a = x_a,   z_b = x_b ⊙ exp(s(x_a)) + t(x_a)          log p(x) = log π_0(z_0) + Σ_layers Σ_j s(x_a)_j
 *
 * to which batch normalisation, where there is any, adds Σ_i [γ_i - ½ log(v_i + ε)] a layer (see `batchNorm`). Events are
 * `[batch, D]`.
 *
 * @throws ConfigError where fewer than two elements leave nothing to couple, a size is none, the mask is none of D
 * elements, or the scale is out of range.
 */
export function realNvp({
  layers = 8,
  scale,
  batchNorm: normalise = false,
  ...stack
}: RealNvpOptions): Flow<tf.Tensor, tf.Tensor2D> {
  const couplings = couplingStack(
    'realNvp',
    { ...stack, layers },
    () => affineFamily({ scale: scale ?? stackScale(Math.ceil(layers / 2)) }),
    'zero',
  );
  const eventShape = [stack.dims];
  const bijectors = normalise ? couplings.flatMap((layer) => [batchNorm({ dims: stack.dims }), layer]) : couplings;
  return flow({
    base: standardNormal({ eventShape }),
    bijector: stack.recompute
      ? reversible<tf.Tensor, tf.Tensor2D>(...bijectors)
      : chain<tf.Tensor, tf.Tensor2D>(...bijectors),
  });
}
