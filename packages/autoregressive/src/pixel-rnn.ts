import { bernoulliConditional, type ConditionalDistribution, type Rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { AutoregressiveModel } from './autoregressive-model.ts';
import { groupsOf } from './groups-of.ts';
import type { LstmName } from './pixel-rnn-layers.ts';
import { pixelRnnNetwork } from './pixel-rnn-network.ts';

/**
 * - `eventShape`: height, width and channels.
 * - `conditional`: p(x_i | θ_i); `bernoulliConditional()` where absent. Of images of many levels
 *   `categoricalConditional({ levels, input: 'scaled' })`, as in the paper, or `discretizedLogisticMixtureConditional`.
 * - `units`: h, of each LSTM, of which each group of channels has as many; 16 where absent, those of the paper's seven
 *   layers for MNIST, or the next number that the groups part.
 * - `layers`: of LSTMs; 1 where absent. The paper's best of MNIST has 7.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type PixelRnnOptions = {
  eventShape: readonly [height: number, width: number, channels: number];
  conditional?: ConditionalDistribution;
  units?: number;
  layers?: number;
  context?: number;
  rng: Rng;
};

/**
 * The PixelRNN of Row LSTMs (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.1 and table 1):
 *
 *     x⁰ = W_in ∗ e          x^l = x^(l-1) + U^l ∗ LSTM^l(x^(l-1))          θ = V ∗ relu(W ∗ relu(x^L))
 *     [o_i, f_i, i_i, g_i] = σ(K_ss ∗ h_(i-1) + K_is ∗ x_i)      c_i = f_i ⊙ c_(i-1) + i_i ⊙ g_i      h_i = o_i ⊙ tanh(c_i)
 *
 * where row i of an image has its states from the row above, σ is tanh for g, and both convolutions go along the row, over
 * three places. An element sees a triangle above it. A pass takes as many steps as the image has rows.
 *
 * @throws ConfigError where a number is none, or units or channels do not part into the conditional's groups.
 */
export const rowLstm = (options: PixelRnnOptions): AutoregressiveModel<tf.Tensor4D> =>
  pixelRnn('rowLstm', 'row', options);

/**
 * The PixelRNN of Diagonal BiLSTMs (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.2): as
 * {@link rowLstm}, but i is a diagonal, K_is is of one place, and K_ss of two, on the left and above. A second map goes from
 * right to left, and is added to the first one row further down.
 *
 * An element sees what comes before it, but the last place of the row above where that is far: mask A of the first layer
 * hides a place from itself, and no LSTM comes back to that row from below. A pass takes as many steps as the image has
 * diagonals.
 *
 * @throws ConfigError where a number is none, or units or channels do not part into the conditional's groups.
 */
export const diagonalBiLstm = (options: PixelRnnOptions): AutoregressiveModel<tf.Tensor4D> =>
  pixelRnn('diagonalBiLstm', 'diagonal', options);

function pixelRnn(
  who: string,
  lstm: LstmName,
  { eventShape, conditional = bernoulliConditional(), layers = 1, context, rng, ...options }: PixelRnnOptions,
): AutoregressiveModel<tf.Tensor4D> {
  const { parameters, inputs = 1 } = conditional;
  const groups = groupsOf(who, eventShape[2], conditional);
  const { units = groups * Math.ceil(16 / groups) } = options;
  const network = pixelRnnNetwork({
    ...{ lstm, shape: eventShape, inputs, parameters, groups, units, layers },
    ...(context !== undefined && { context }),
    rng,
  });
  return new AutoregressiveModel({ eventShape, network, conditional });
}
