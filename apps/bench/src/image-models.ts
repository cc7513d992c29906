import { ConfigError, type Flow } from '@flows/core';
import { glow } from '@flows/glow';
import { dequantizationFlow, type ImageShape, multiScaleRealNvp } from '@flows/realnvp';
import type * as tf from '@tensorflow/tfjs';
import type { ModelEntry, ModelOptions } from './model-entry.ts';

/** The sizes of the noise of variational dequantization: as many couplings as the tutorial that the report quotes has. */
const noiseSizes = { layers: 4, hidden: 16, blocks: 1 };

const shapeOf = (who: string, { imageShape }: ModelOptions): ImageShape => {
  if (imageShape === undefined) throw new ConfigError(`${who}: expected images, got vectors`);
  return imageShape;
};

const realNvpOf = (options: ModelOptions): Flow<tf.Tensor, tf.Tensor4D> => {
  const { layers, scales, channels, blocks, batchNorm, rng } = options;
  const sizes = { couplings: layers, scales, hidden: channels, blocks, batchNorm };
  return multiScaleRealNvp({ shape: shapeOf('realnvp-multiscale', options), ...sizes, rng });
};

const glowOf = (options: ModelOptions): Flow<tf.Tensor, tf.Tensor4D> => {
  const { layers, scales, channels, rng } = options;
  return glow({ shape: shapeOf('glow', options), steps: layers, levels: scales, hidden: channels, rng });
};

const noiseOf = (options: ModelOptions): Flow =>
  dequantizationFlow({ shape: shapeOf('noise', options), ...noiseSizes, rng: options.rng.fork('noise') }) as Flow;

/** Models of images as images, which convolutional networks see. */
export const imageModels = {
  'realnvp-multiscale': {
    title: 'RealNVP, multi-scale',
    source: 'Dinh et al. 2017, section 3.6',
    images: true,
    build: realNvpOf,
  },
  'realnvp-variational': {
    title: 'RealNVP, multi-scale, variational dequantization',
    source: 'Dinh et al. 2017; Ho et al. 2019, section 3.1',
    images: true,
    build: realNvpOf,
    noise: noiseOf,
  },
  glow: { title: 'Glow', source: 'Kingma and Dhariwal 2018', images: true, build: glowOf },
  'glow-variational': {
    title: 'Glow, variational dequantization',
    source: 'Kingma and Dhariwal 2018; Ho et al. 2019, section 3.1',
    images: true,
    build: glowOf,
    noise: noiseOf,
  },
} satisfies Record<string, ModelEntry>;
