import { ConfigError, type Rng, requireCount } from '@flows/core';
import { mostWaveNetLayers } from './most-wave-net-layers.ts';
import type { WaveNetStacks } from './wave-net-receptive-field.ts';

/**
 * - `length`: T, of the sounds.
 * - `inputs`: how many numbers stand for one sample.
 * - `parameters`: how many outputs a sample has.
 * - `channels`: of the residual path; `skip`: of what the skip connections sum up to.
 * - `layers`: of a stack, of dilations 1, 2, 4, …; `stacks` of them follow one another.
 * - `filter`: k, how many samples a filter reads.
 * - `context`: the width of a context, vectors `[batch, context]` for a whole sound, or one for each sample,
 *   `[batch, 1, length, context]`; none where absent.
 * - `stride`: how many samples `advance` draws.
 */
export type WaveNetNetworkOptions = WaveNetStacks & {
  length: number;
  inputs: number;
  parameters: number;
  channels: number;
  skip: number;
  context?: number;
  stride: number;
  rng: Rng;
};

/**
 * Requires sizes that are counts, and fit each other.
 *
 * @throws ConfigError naming what was expected, what came, and what to take.
 */
export function requireWaveNetSizes(sizes: Omit<WaveNetNetworkOptions, 'rng'>): void {
  const who = 'waveNetNetwork';
  for (const [option, count] of Object.entries(sizes)) requireCount(who, option, count, option === 'filter' ? 2 : 1);
  const { length, layers, filter, stride } = sizes;
  if (stride > length) {
    throw new ConfigError(`${who}: expected a stride of at most the length, ${length}, got ${stride}`);
  }
  const span = (filter - 1) * 2 ** (layers - 1);
  if (span < length) return;
  const cure = filter <= length ? `at most ${mostWaveNetLayers({ length, filter })}` : `a filter of at most ${length}`;
  throw new ConfigError(
    `${who}: expected layers whose filters reach back less than the length, ${length}, got ${layers} of filters of ${filter} samples, the last of which reaches back ${span}; take ${cure}`,
  );
}
