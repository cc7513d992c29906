import {
  additiveFamily,
  affineFamily,
  type Bijector,
  ConfigError,
  type ElementwiseFamily,
  type Flow,
  flow,
  type Rng,
  requireCount,
  reversible,
  type ScaleOption,
  sizeOf,
  standardNormal,
} from '@flows/core';
import {
  coupling,
  type FlowScale,
  halfMask,
  type ImageShape,
  multiScale,
  requireImageShape,
  squeeze,
  squeezedShape,
  stackScale,
} from '@flows/realnvp';
import type * as tf from '@tensorflow/tfjs';
import { actNorm } from './act-norm.ts';
import { channelPrior } from './channel-prior.ts';
import { glowNetwork } from './glow-network.ts';
import { invertibleConvolution, type Parameterization } from './invertible-convolution.ts';
import { zeroConvolution } from './zero-convolution.ts';

/**
 * - `shape`: the height, the width and the channels of an image.
 * - `levels`: L; where absent as often as height and width can be halved, at most 3.
 * - `steps`: K, the number of steps of flow at each level; 8 where absent, 32 in the paper.
 * - `hidden`: the channels within each coupling's network; 64 where absent, 512 in the paper.
 * - `coupling`: `affine` or `additive`; affine where absent.
 * - `scale`: how an affine coupling's scale is bounded, see `scale`; where absent within 10⁻¹² and 10¹² for all couplings
 *   together, see `stackScale`. Priors have a bound of their own, [1/1000, 1000].
 * - `parameterization`: whether W is a plain matrix or in LU form; `lu` where absent.
 * - `context`: the width of a context, vectors `[batch, context]`: one-hot classes, for a class-conditional model; none
 *   where absent.
 * - `recompute`: whether training recomputes each step's input from its output rather than keep it, so that memory does not
 *   grow with K, for about half as much time again; false where absent. See `reversible`.
 */
export type GlowOptions = {
  shape: ImageShape;
  levels?: number;
  steps?: number;
  hidden?: number;
  coupling?: 'affine' | 'additive';
  scale?: ScaleOption;
  parameterization?: Parameterization;
  context?: number;
  recompute?: boolean;
  rng: Rng;
};

/**
 * Glow (Kingma and Dhariwal 2018): L levels of a squeeze, K steps of flow, and a split, from data to latent. A step of flow
 * (section 3, figure 2a) is activation normalisation, an invertible 1x1 convolution and a coupling:
 *
 *     y = (x + b) ⊙ exp(a)                           log|det| = h w Σ a
 *     y = W x                                        log|det| = h w log|det W|
 *     y_a = x_a,  y_b = s(x_a) ⊙ x_b + t(x_a)        log|det| = Σ log s
 *
 * The first half of the channels stays, as in the authors' code, where table 1 moves it; s is bounded as `scale` says, where
 * the code has a sigmoid. What leaves at a split has the Gaussian N(μ(h), σ(h)²) of what goes on, read off by one
 * zero-initialised convolution, and the last level one Gaussian a channel, of the context where there is one. Both are maps
 * of the latents here, so that the base is one standard normal over z = (z_1, …, z_L), one vector. `sample` takes one
 * temperature, or one a level.
 *
 * Events are `[batch, height, width, channels]`. ActNorm is initialised by the first batch that `fit` sees.
 *
 * @throws ConfigError where a size is none, or the height or width can not be halved for so many levels.
 */
export function glow(options: GlowOptions): Flow<tf.Tensor, tf.Tensor4D> {
  const shape = requireImageShape('glow', options.shape);
  const { levels = mostLevels(shape), steps = 8, hidden = 64 } = options;
  for (const [name, value] of Object.entries({ levels, steps, hidden })) requireCount('glow', name, value);
  // What a step moves W may send where the next one moves it again.
  const { scale = stackScale(levels * steps) } = options;
  const { bijector, levels: sizes } = multiScale(scalesOf({ ...options, scale, levels, steps, hidden }));
  const base = standardNormal({ eventShape: [sizeOf(shape)], levels: sizes });
  return flow({ base, bijector, eventShape: [...shape] });
}

/** As often as height and width can be halved, at least 1 and at most 3. */
function mostLevels([height, width]: ImageShape, most = 3): number {
  const halves = height % 4 === 0 && width % 4 === 0;
  return halves && most > 1 ? 1 + mostLevels([height / 2, width / 2, 1], most - 1) : 1;
}

type Sizes = GlowOptions & { levels: number; steps: number; hidden: number };

/** The levels from data to latent. */
function scalesOf(sizes: Sizes): FlowScale[] {
  const { shape, levels, context, rng } = sizes;
  const [height, width] = shape;
  if (height % 2 === 1 || width % 2 === 1) {
    throw new ConfigError(
      `glow: expected a height and a width that can be halved once more, got ${height}x${width}; ask for fewer levels, or pad the images`,
    );
  }
  const latent = squeezedShape(shape);
  const [rows, columns, channels] = latent;
  const steps = [...stepsOf(channels, sizes), squeeze({ shape })];
  if (levels === 1) return [{ steps, latent, prior: channelPrior({ channels, context }) }];
  const later = { ...sizes, levels: levels - 1, shape: [rows, columns, channels / 2] as const, rng: rng.fork('later') };
  return [{ steps, latent, prior: splitPrior(channels, rng.fork('prior')) }, ...scalesOf(later)];
}

/** K steps of flow, from latent to data. */
function stepsOf(channels: number, sizes: Sizes): Bijector[] {
  const { steps, recompute = false, rng } = sizes;
  const all = Array.from({ length: steps }, (_, k) => stepOf(channels, sizes, rng.fork(k))).flat();
  return recompute ? [reversible(...all)] : all;
}

/** One step of flow, from latent to data: its activation normalisation is what data meets first. */
function stepOf(channels: number, sizes: Sizes, rng: Rng): Bijector[] {
  const { hidden, parameterization, context } = sizes;
  const mask = halfMask(channels);
  const inputs = Math.ceil(channels / 2);
  const family = familyOf(sizes);
  const outputs = family.parameters * (channels - inputs);
  const conditioner = glowNetwork({ inputs, outputs, hidden, context, rng: rng.fork('network') });
  return [
    coupling({ mask, conditioner, family }),
    invertibleConvolution({ channels, parameterization, rng: rng.fork('convolution') }),
    actNorm({ channels }),
  ];
}

function familyOf({ coupling = 'affine', scale }: Sizes): ElementwiseFamily {
  if (coupling === 'affine') return affineFamily({ scale });
  if (coupling === 'additive') return additiveFamily();
  throw new ConfigError(`glow: expected coupling to be affine or additive, got ${String(coupling)}`);
}

/** N(μ(h), σ(h)²) of the channels that leave given h, those that stay, as a coupling. */
function splitPrior(channels: number, rng: Rng): Bijector {
  const inputs = channels / 2;
  const family = affineFamily();
  const conditioner = zeroConvolution({ inputs, outputs: family.parameters * inputs, rng });
  return coupling({ mask: halfMask(channels), conditioner, family });
}
