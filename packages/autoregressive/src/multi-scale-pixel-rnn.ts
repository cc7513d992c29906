import { ConfigError, requireCount } from '@flows/core';
import { type MultiScale, multiScale } from './multi-scale.ts';
import { diagonalBiLstm, type PixelRnnOptions, rowLstm } from './pixel-rnn.ts';
import type { LstmName } from './pixel-rnn-layers.ts';

const models = new Map<string, typeof rowLstm>([
  ['row', rowLstm],
  ['diagonal', diagonalBiLstm],
] satisfies [LstmName, typeof rowLstm][]);

/**
 * - `lstm`: `row` or `diagonal`, of both networks; `diagonal` where absent.
 * - `factor`: how many rows and columns apart the places of the small image lie; 2 where absent.
 * - `channels`: how many numbers the small image says of each place; twice the units where absent.
 * - `context`: the width of a context, vectors `[batch, context]`; none where absent.
 * - all else as of {@link diagonalBiLstm}, for either network.
 */
export type MultiScalePixelRnnOptions = PixelRnnOptions & {
  lstm?: 'row' | 'diagonal';
  factor?: number;
  channels?: number;
};

/**
 * The Multi-Scale PixelRNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.6): a PixelRNN of small
 * images, and one of large images whose gates are given what is made of the small one. Of other models, or of sizes that
 * differ, see `multiScale`.
 *
 * @throws ConfigError where a number is none, images do not part into the factor, or there is no such LSTM.
 */
export function multiScalePixelRnn({
  lstm = 'diagonal',
  factor = 2,
  eventShape,
  units = 16,
  channels = 2 * units,
  context,
  rng,
  ...options
}: MultiScalePixelRnnOptions): MultiScale {
  requireCount('multiScalePixelRnn', 'factor', factor);
  const make = models.get(lstm);
  if (make === undefined) {
    throw new ConfigError(`multiScalePixelRnn: expected lstm to be row or diagonal, got ${JSON.stringify(lstm)}`);
  }
  const [height, width, depth] = eventShape;
  if (height % factor !== 0 || width % factor !== 0) {
    throw new ConfigError(
      `multiScalePixelRnn: expected height and width to be multiples of the factor ${factor}, got ${height}x${width}`,
    );
  }
  const ofContext = context === undefined ? {} : { context };
  const sizes = { ...options, units };
  return multiScale({
    small: make({
      ...sizes,
      ...ofContext,
      eventShape: [height / factor, width / factor, depth],
      rng: rng.fork('small'),
    }),
    large: make({ ...sizes, eventShape, context: channels + (context ?? 0), rng: rng.fork('large') }),
    channels,
    ...ofContext,
    rng,
  });
}
