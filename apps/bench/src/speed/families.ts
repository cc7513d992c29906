import { diagonalBiLstm, gatedPixelCnn, waveNet } from '@flows/autoregressive';
import { categoricalConditional, type DensityModel, type Rng } from '@flows/core';
import { glow } from '@flows/glow';
import { iaf, type MafOptions, maf } from '@flows/maf-iaf';
import { type ImageShape, multiScaleRealNvp } from '@flows/realnvp';
import type { Model, ModelKind } from './model.ts';

const autoregressive = ({ shape: [dims = 0], hidden, layers }: Model, rng: Rng): MafOptions => ({
  dims,
  layers,
  hidden: [hidden, hidden],
  rng,
});

/**
 * Ours of each kind.
 *
 * - `maf`: a masked autoregressive flow, whose density takes one pass and whose samples go element by element, `iaf` an
 *   inverse one, where it is the other way round.
 * - `glow`: of affine couplings and matrices in LU form.
 * - `realnvp`: multi-scale, of networks with one weight-normalised block each, and with learnt priors.
 * - `gated-pixelcnn`, `diagonal-bilstm`: of images of two levels.
 * - `wavenet`: of one stack, one-hot inputs, and skip connections of twice the channels.
 */
export const families = {
  maf: (model, rng) => maf(autoregressive(model, rng)),
  iaf: (model, rng) => iaf(autoregressive(model, rng)),
  glow: ({ shape, hidden, layers, levels }, rng) =>
    glow({ shape: shape as unknown as ImageShape, levels, steps: layers, hidden, rng }),
  realnvp: ({ shape, hidden, layers, levels }, rng) => {
    const sizes = { scales: levels, couplings: layers, hidden, blocks: 1 };
    return multiScaleRealNvp({ shape: shape as unknown as ImageShape, ...sizes, rng });
  },
  'gated-pixelcnn': ({ shape, hidden, layers }, rng) =>
    gatedPixelCnn({ eventShape: shape as unknown as ImageShape, units: hidden, layers, rng }),
  'diagonal-bilstm': ({ shape, hidden, layers }, rng) =>
    diagonalBiLstm({ eventShape: shape as unknown as ImageShape, units: hidden, layers, rng }),
  wavenet: ({ shape: [length = 0], values = 256, hidden, layers }, rng) => {
    const conditional = categoricalConditional({ levels: values });
    return waveNet({ length, conditional, channels: hidden, skip: 2 * hidden, layers, rng });
  },
} satisfies Record<ModelKind, (model: Model, rng: Rng) => DensityModel>;
