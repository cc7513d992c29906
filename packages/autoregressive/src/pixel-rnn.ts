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
 * The PixelRNN of Row LSTMs (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.1). An element sees a
 * triangle above it. A pass takes as many steps as the image has rows.
 *
 * @throws ConfigError where a number is none, or units or channels do not part into the conditional's groups.
 */
export const rowLstm = (options: PixelRnnOptions): AutoregressiveModel<tf.Tensor4D> =>
  pixelRnn('rowLstm', 'row', options);

/**
 * The PixelRNN of Diagonal BiLSTMs (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.2). An element
 * sees what comes before it, but the last place of the row above far from the right border (see {@link PixelRnnNetwork}).
 * A pass takes as many steps as the image has diagonals.
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
