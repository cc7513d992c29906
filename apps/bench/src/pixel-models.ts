import {
  diagonalBiLstm,
  gatedPixelCnn,
  mostWaveNetLayers,
  multiScalePixelRnn,
  pixelCnn,
  rowLstm,
  waveNet,
} from '@flows/autoregressive';
import { ConfigError, type DensityModel } from '@flows/core';
import { levelConditional } from './level-conditional.ts';
import type { ModelEntry, ModelOptions } from './model-entry.ts';

/**
 * What images of levels are to a model that draws them element by element: their shape, and p(x_i | θ_i). The channels of
 * a pixel, each given those before it, have equally many of a layer's units.
 */
function imagesOf(who: string, { imageShape, levels, layers, channels: units, rng }: ModelOptions) {
  if (imageShape === undefined || levels === undefined) {
    throw new ConfigError(`${who}: expected images of whole numbers, got vectors or real numbers`);
  }
  const conditional = levelConditional(levels);
  const [, , channels] = imageShape;
  return { eventShape: imageShape, conditional, layers, rng, units: units && channels * Math.ceil(units / channels) };
}

/** An image as a sound: its elements row after row, of which a sample sees those before it and no neighbourhood. */
function rasterWaveNet({ dims, levels, layers, blocks, channels, rng }: ModelOptions): DensityModel {
  if (levels === undefined) throw new ConfigError('wavenet-raster: expected whole numbers, got real numbers');
  return waveNet({
    length: dims,
    conditional: levelConditional(levels),
    layers: Math.min(layers, mostWaveNetLayers({ length: dims })),
    ...{ channels, stacks: blocks, skip: channels && 2 * channels },
    rng,
  }) as DensityModel;
}

const pixelRnnPaper = 'van den Oord et al. 2016, "Pixel Recurrent Neural Networks"';

/** Models of images whose elements are drawn one after another, of whole numbers as they are. */
export const pixelModels = {
  pixelcnn: {
    title: 'PixelCNN',
    source: `${pixelRnnPaper}, section 3.5`,
    images: true,
    build: (options) => pixelCnn(imagesOf('pixelcnn', options)),
  },
  'gated-pixelcnn': {
    title: 'Gated PixelCNN',
    source: 'van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders"',
    images: true,
    build: (options) => gatedPixelCnn(imagesOf('gated-pixelcnn', options)),
  },
  'row-lstm': {
    title: 'PixelRNN, Row LSTM',
    source: `${pixelRnnPaper}, section 3.1`,
    images: true,
    build: (options) => rowLstm(imagesOf('row-lstm', options)),
  },
  'diagonal-bilstm': {
    title: 'PixelRNN, Diagonal BiLSTM',
    source: `${pixelRnnPaper}, section 3.2`,
    images: true,
    build: (options) => diagonalBiLstm(imagesOf('diagonal-bilstm', options)),
  },
  'pixelrnn-multiscale': {
    title: 'PixelRNN, two scales',
    source: `${pixelRnnPaper}, section 3.6`,
    images: true,
    build: (options) => multiScalePixelRnn(imagesOf('pixelrnn-multiscale', options)),
  },
  'wavenet-raster': {
    title: 'WaveNet, in raster order',
    source: 'van den Oord et al. 2016, "WaveNet"',
    build: rasterWaveNet,
  },
} satisfies Record<string, ModelEntry>;
