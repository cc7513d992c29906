import { bernoulliConditional, type ConditionalDistribution, type Rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { AutoregressiveModel } from './autoregressive-model.ts';
import type { CausalNetwork } from './causal-network.ts';
import { gatedPixelCnnNetwork } from './gated-pixel-cnn-network.ts';
import { groupsOf } from './groups-of.ts';
import { pixelCnnNetwork } from './pixel-cnn-network.ts';
import type { PixelCnnNetworkOptions } from './pixel-cnn-options.ts';

/**
 * - `eventShape`: height, width and the number C of channels of an image.
 * - `conditional`: p(x_i | θ_i); `bernoulliConditional()` where absent. Of images of many levels
 *   `categoricalConditional({ levels, input: 'scaled' })`, as in the papers, whose channels are given one after another, or
 *   `discretizedLogisticMixtureConditional({ levels, channels: C })`, which gives those of a pixel together.
 * - `units`: p, those of a layer, of which each group of channels has as many; 32 where absent, or the next number
 *   that the groups part.
 * - `layers`: how many of them follow the first; 7 where absent.
 * - `filter`: how many places wide their filters are; 3 where absent.
 * - `firstFilter`: how many those of the first layer are, at least `filter`; 7 where absent, or `filter`.
 * - `head`: the units of the layers before the outputs; `units` where absent.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type PixelCnnOptions = {
  eventShape: readonly [height: number, width: number, channels: number];
  conditional?: ConditionalDistribution;
  units?: number;
  layers?: number;
  filter?: number;
  firstFilter?: number;
  head?: number;
  context?: number;
  rng: Rng;
};

/**
 * PixelCNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.5), a distribution of images
 * `[batch, height, width, C]` by masked convolutions W and V, in residual blocks of p units within and 2p between:
 *
 *     h⁰ = W_A ∗ e + C⁰ c
 *     h^l = h^(l-1) + W₃ ∗ relu(W₂ ∗ relu(W₁ ∗ relu(h^(l-1))) + C^l c)        l = 1 … `layers`
 *     θ = V₃ ∗ relu(V₂ ∗ relu(V₁ ∗ relu(h^L)))
 *
 * of what stands for the elements, e, and a context c. An element does not see all that comes before it; that of
 * {@link gatedPixelCnn} does.
 *
 * @throws ConfigError where a number is none, a filter is even, or channels do not part into the conditional's groups.
 */
export const pixelCnn = (options: PixelCnnOptions): AutoregressiveModel<tf.Tensor4D> =>
  modelOf('pixelCnn', pixelCnnNetwork, options);

/**
 * The gated PixelCNN (van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders"), a distribution of
 * images `[batch, height, width, C]` by two stacks of p units, v of the rows above a place and h of its own row, with the
 * gate y = tanh(f) ⊙ σ(g) of units (f, g) (eq. 2, and 4 and 5 with a context c, the paper's h):
 *
 *     v⁰ = V⁰ ∗ e                             h⁰ = v⁰ + H⁰ ∗ e
 *     s^l = V^l ∗ v^(l-1) + C_v^l c           t^l = H^l ∗ h^(l-1) + P^l s^l + C_h^l c
 *     v^l = gate(s^l)                         h^l = h^(l-1) + O^l gate(t^l)              l = 1 … `layers`
 *     θ = U₂ ∗ relu(U₁ ∗ relu(h^L))
 *
 * @throws ConfigError where a number is none, a filter is even, or channels do not part into the conditional's groups.
 */
export const gatedPixelCnn = (options: PixelCnnOptions): AutoregressiveModel<tf.Tensor4D> =>
  modelOf('gatedPixelCnn', gatedPixelCnnNetwork, options);

function modelOf(
  who: string,
  make: (options: PixelCnnNetworkOptions) => CausalNetwork,
  { eventShape, conditional = bernoulliConditional(), ...options }: PixelCnnOptions,
): AutoregressiveModel<tf.Tensor4D> {
  const { parameters, inputs = 1 } = conditional;
  const groups = groupsOf(who, eventShape[2], conditional);
  const { units = groups * Math.ceil(32 / groups), layers = 7, filter = 3, context, rng } = options;
  const { firstFilter = Math.max(7, filter), head = units } = options;
  const network = make({
    ...{ shape: eventShape, inputs, parameters, groups, units, layers, filter, firstFilter, head },
    ...(context !== undefined && { context }),
    rng,
  });
  return new AutoregressiveModel({ eventShape, network, conditional });
}
