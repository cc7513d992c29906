import { type ConditionalDistribution, categoricalConditional, type Rng, requireCount } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { AutoregressiveModel } from './autoregressive-model.ts';
import { mostWaveNetLayers } from './most-wave-net-layers.ts';
import { waveNetNetwork } from './wave-net-network.ts';

/**
 * - `length`: of the sounds.
 * - `conditional`: p(x_t | θ_t); `categoricalConditional({ levels: 256 })`, the paper's, where absent.
 * - `channels`: of the residual path; 32 where absent.
 * - `skip`: channels of what the skip connections sum up to; 64 where absent.
 * - `layers`: of a stack, of dilations 1, 2, 4, …; 10 where absent, or `mostWaveNetLayers` where that is less.
 * - `stacks`: how many follow one another; 1 where absent.
 * - `filter`: how many samples a filter reads; 2 where absent.
 * - `context`: the width of a context, vectors `[batch, context]` for a whole sound (global conditioning), or one for
 *   each sample, `[batch, length, context]` (local conditioning); none where absent.
 * - `stride`: how many samples a step of sampling draws; 32 where absent, or the length.
 */
export type WaveNetOptions = {
  length: number;
  conditional?: ConditionalDistribution;
  channels?: number;
  skip?: number;
  layers?: number;
  stacks?: number;
  filter?: number;
  context?: number;
  stride?: number;
  rng: Rng;
};

/**
 * WaveNet (van den Oord et al. 2016), a distribution of sounds `[batch, length]` whose samples are levels, 256 of them in
 * the paper: see `muLaw`.
 *
 *     log p(x) = Σ_t log p(x_t | θ_t)                        θ = U ∗ relu(Q ∗ relu(Σ_l S_l ∗ z^l))
 *     z^l = tanh(W_f ∗ h^(l-1) + V_f c) ⊙ σ(W_g ∗ h^(l-1) + V_g c)          h^l = h^(l-1) + R z^l
 *
 * where h⁰ is a causal convolution of the samples before each, W are dilated ones, and c is the context (eq. 2 to 4,
 * figure 4). How far back a sample sees is `waveNetReceptiveField`.
 *
 * @throws ConfigError where a number is none, a filter reads fewer than 2 samples, a layer reaches back beyond the sounds, or
 * the stride is longer.
 */
export function waveNet({
  length,
  conditional = categoricalConditional({ levels: 256 }),
  channels = 32,
  skip = 64,
  filter = 2,
  layers = Math.min(10, mostWaveNetLayers({ length, filter })),
  stacks = 1,
  context,
  stride = Math.min(32, length),
  rng,
}: WaveNetOptions): AutoregressiveModel<tf.Tensor2D> {
  requireCount('waveNet', 'length', length);
  const { parameters, inputs = 1 } = conditional;
  const sizes = { length, inputs, parameters, channels, skip, layers, stacks, filter, stride };
  const network = waveNetNetwork({ ...sizes, ...(context !== undefined && { context }), rng });
  return new AutoregressiveModel({ eventShape: [length], network, conditional });
}
