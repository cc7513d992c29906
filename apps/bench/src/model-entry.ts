import type { DensityModel, Flow, NumericArray, Rng } from '@flows/core';
import type { ImageShape } from '@flows/realnvp';
import type { Architecture } from './profiles/profile.ts';

/**
 * What a model is built from: the dimensions of the data, of images their shape and, where they are discrete, their
 * levels; the number of classes, where the model is told the class of each row; the profile's sizes; and a generator for
 * the first weights.
 */
export type ModelOptions = Architecture & {
  dims: number;
  imageShape?: ImageShape;
  levels?: number;
  classes?: number;
  rng: Rng;
};

/**
 * - `images`: whether the model takes rows as images `[height, width, channels]`; as vectors where absent.
 * - `sounds`: whether it takes sounds, rows whose end may be NaN, and nothing else.
 * - `latents`: whether it has a latent of its own, so that its figure is a bound beside which importance samples are put.
 * - `toldClass`: whether the class of each row, where that is known, is its context.
 * - `noise`: the flow of variational dequantization; uniform noise where absent.
 * - `unsqueezed`: whether it takes images in [0, 1) as they are; behind a logit where absent.
 */
export type ModelEntry = {
  title: string;
  source: string;
  images?: true;
  sounds?: true;
  latents?: true;
  toldClass?: true;
} & (
  | { build(options: ModelOptions): DensityModel; noise?(options: ModelOptions): Flow }
  | { fitted(train: NumericArray, data: { levels?: number }): DensityModel }
);
