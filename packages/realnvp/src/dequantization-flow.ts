import { affineFamily, chain, type Flow, flow, logit, type Rng, requireCount, standardNormal } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type ImageConditionerBody, imageCoupling } from './image-coupling.ts';
import { type ImageShape, requireImageShape } from './image-shape.ts';
import { checkerboardMask, complement } from './mask.ts';
import { stackScale } from './stack-scale.ts';

/**
 * - `shape`: the height, the width and the channels of an image.
 * - `layers`: the number of couplings; 4 where absent.
 * - `hidden`, `blocks`, `gated`, `weightNorm`, `activation`: of each conditioner, see `residualConvNet`; gated where
 *   absent.
 */
export type DequantizationFlowOptions = Omit<ImageConditionerBody, 'context'> & {
  shape: ImageShape;
  layers?: number;
  rng: Rng;
};

/**
 * The noise of variational dequantization, a flow of u in (0, 1) given the image c that it is added to (Ho et al. 2019,
 * section 3.1): couplings under alternating checkerboards, whose conditioners see c, and a sigmoid.
 *
 *     u = sigmoid(f_c(ε)),  ε ~ N(0, I)              q(u | c) = N(ε; 0, I) |det ∂u/∂ε|⁻¹
 *
 * It starts as the sigmoid of a normal number, which lies about 1/2. For the option `noise` of `dequantized`, which gives
 * it the image as its context `[batch, height, width, channels]`.
 *
 * @throws ConfigError where a size is none.
 */
export function dequantizationFlow(options: DequantizationFlowOptions): Flow<tf.Tensor, tf.Tensor4D> {
  const { shape, layers = 4, gated = true, rng, ...body } = options;
  requireImageShape('dequantizationFlow', shape);
  requireCount('dequantizationFlow', 'layers', layers);
  const mask = checkerboardMask(shape);
  const couplings = Array.from({ length: layers }, (_, i) =>
    imageCoupling({
      ...body,
      mask: i % 2 === 0 ? mask : complement(mask),
      family: affineFamily({ scale: stackScale(Math.ceil(layers / 2)) }),
      gated,
      context: shape[2],
      rng: rng.fork(i),
    }),
  );
  return flow({
    base: standardNormal({ eventShape: [...shape] }),
    bijector: chain<tf.Tensor, tf.Tensor4D>(...couplings, logit({ lambda: 0 })),
  });
}
