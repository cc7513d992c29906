import {
  affineFamily,
  type Bijector,
  batchNorm,
  ConfigError,
  type Flow,
  flow,
  type Rng,
  requireCount,
  reversible,
  type ScaleOption,
  sizeOf,
  standardNormal,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type ImageConditionerBody, imageCoupling } from './image-coupling.ts';
import { type ImageShape, requireImageShape } from './image-shape.ts';
import { checkerboardMask, complement, type EventMask, halfMask, type Mask } from './mask.ts';
import { type FlowScale, multiScale } from './multi-scale.ts';
import { squeeze, squeezedShape } from './squeeze.ts';
import { stackScale } from './stack-scale.ts';

/**
 * - `shape`: the height, the width and the channels of an image.
 * - `scales`: L; where absent one more than the sizes can be halved with more than one place left, at most 3.
 * - `couplings`: how many there are under either mask of a scale, at least 1; 3 where absent, as in the paper. The last
 *   scale has one more, under checkerboards alone.
 * - `hidden`, `blocks`, `gated`, `weightNorm`, `activation`, `context`: of each conditioner, see `residualConvNet`; 32
 *   channels and 2 blocks where absent.
 * - `scale`: how exp(s) is bounded, see `scale`; where absent within 10⁻¹² and 10¹² for the whole stack, see `stackScale`.
 * - `batchNorm`: whether batch normalisation follows every coupling (section 3.7); false where absent.
 * - `learntPriors`: whether what leaves has a Gaussian whose mean and deviation are read off what goes on, rather than
 *   the standard normal of the paper; true where absent.
 * - `recompute`: whether training recomputes the input of each coupling from its output rather than keep it, see
 *   `reversible`; not with batch normalisation. False where absent.
 */
export type MultiScaleRealNvpOptions = ImageConditionerBody & {
  shape: ImageShape;
  scales?: number;
  couplings?: number;
  scale?: ScaleOption;
  batchNorm?: boolean;
  learntPriors?: boolean;
  recompute?: boolean;
  rng: Rng;
};

/**
 * RealNVP for images (Dinh, Sohl-Dickstein and Bengio 2017, sections 3.4 to 3.7), the paper's with
 * `learntPriors: false, batchNorm: true` and as many scales as lead to images of 4x4 places: at each scale, from data to
 * latent, couplings under alternating checkerboards, a squeeze, couplings under alternating halves of the channels, and half of the
 * channels leave; at the last scale one coupling more, under checkerboards.
 *
 *     log p(x) = log N(z; 0, I) + Σ_layers log|det|          z = (z_1, …, z_L), one vector
 *
 * The conditioners are residual convolutional networks. Events are `[batch, height, width, channels]`; `sample` takes one
 * temperature, or one a scale.
 *
 * @throws ConfigError where a size is none, or the height or width can not be halved for so many scales.
 */
export function multiScaleRealNvp(options: MultiScaleRealNvpOptions): Flow<tf.Tensor, tf.Tensor4D> {
  const shape = requireImageShape('multiScaleRealNvp', options.shape);
  const { scales = mostScales(shape), couplings = 3 } = options;
  requireCount('multiScaleRealNvp', 'scales', scales);
  requireCount('multiScaleRealNvp', 'couplings', couplings);
  // At each scale an element is moved by half of either kind of couplings, rounded up, and leaves by a prior.
  const { scale = stackScale(scales * 2 * Math.ceil(couplings / 2) + 1) } = options;
  const { bijector, levels } = multiScale(scalesOf({ ...options, scale, scales, couplings }));
  const base = standardNormal({ eventShape: [sizeOf(shape)], levels });
  return flow({ base, bijector, eventShape: [...shape] });
}

/** One scale more than there are halvings into more than one place, and at most 3. */
function mostScales([height, width]: ImageShape, most = 3): number {
  const halves = height % 2 === 0 && width % 2 === 0 && height * width > 4;
  return halves && most > 1 ? 1 + mostScales([height / 2, width / 2, 1], most - 1) : 1;
}

type Sizes = MultiScaleRealNvpOptions & { scales: number; couplings: number };

/** The scales from data to latent. */
function scalesOf(sizes: Sizes): FlowScale[] {
  const { shape, scales, couplings, learntPriors = true, rng } = sizes;
  const [height, width, channels] = shape;
  const checkered = (count: number) =>
    alternating(checkerboardMask(shape), count, channels, sizes, rng.fork('checkered'));
  if (height * width === 1) {
    throw new ConfigError(
      'multiScaleRealNvp: expected images of more than one place at every scale, got one of 1x1; ask for fewer scales',
    );
  }
  if (scales === 1) return [{ steps: checkered(couplings + 1), latent: shape }];
  if (height % 2 === 1 || width % 2 === 1) {
    throw new ConfigError(
      `multiScaleRealNvp: expected a height and a width that can be halved once more, got ${height}x${width}; ask for fewer scales, or pad the images`,
    );
  }
  const latent = squeezedShape(shape);
  const [rows, columns, all] = latent;
  const halves = alternating(halfMask(all), couplings, all, sizes, rng.fork('halves'));
  const prior = learntPriors ? layer(halfMask(all), sizes, rng.fork('prior')) : undefined;
  const later = scalesOf({ ...sizes, shape: [rows, columns, all / 2], scales: scales - 1, rng: rng.fork('later') });
  return [{ steps: [...halves, squeeze({ shape }), ...checkered(couplings)], latent, prior }, ...later];
}

/** Couplings under a mask and its complement in turn, each with its batch normalisation on the side of the latent. */
function alternating(mask: Mask | EventMask, count: number, channels: number, sizes: Sizes, rng: Rng): Bijector[] {
  const all = Array.from({ length: count }, (_, i) => {
    const moving = layer(i % 2 === 0 ? mask : complement(mask), sizes, rng.fork(i));
    return sizes.batchNorm ? [batchNorm({ dims: channels }), moving] : [moving];
  }).flat();
  return sizes.recompute ? [reversible(...all)] : all;
}

function layer(mask: Mask | EventMask, sizes: Sizes, rng: Rng): Bijector {
  const { hidden, blocks, gated, weightNorm, activation, context, scale } = sizes;
  const body = { hidden, blocks, gated, weightNorm, activation, context };
  return imageCoupling({ ...body, mask, family: affineFamily({ scale }), rng });
}
