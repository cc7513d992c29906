import {
  type Bijector,
  chain,
  type DensityModel,
  dequantized,
  Flow,
  flow,
  logit,
  type NumericArray,
  type Rng,
  standardize,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, rowsOf } from './data-set.ts';

/** λ of the logit of images: large enough that 8x8 digits of 17 levels stay within a few units. */
const lambda = 0.05;

/** From what a network learns well to the data as they come: the bijector that is chained behind every model. */
function preprocessing(data: DataSet): Bijector | undefined {
  switch (data.kind) {
    case 'toy':
      return undefined;
    case 'table':
      return standardize.fit(data.train);
    case 'image':
      return logit({ lambda });
  }
}

/** The density of the data as they come, from a model of preprocessed data. */
export function behind(model: DensityModel, data: DataSet): DensityModel {
  const bijector = preprocessing(data);
  if (bijector === undefined) return model;
  const whole =
    model instanceof Flow
      ? flow({ base: model.base, bijector: chain(model.bijector, bijector) })
      : flow({ base: model, bijector });
  return data.levels === undefined ? whole : dequantized({ model: whole, levels: data.levels });
}

/** The training set preprocessed, discrete values spread evenly over their cells: what a closed form is fitted to. */
export async function preprocessedTrain(data: DataSet, rng: Rng): Promise<NumericArray> {
  const { train, levels } = data;
  const bijector = preprocessing(data);
  if (bijector === undefined) return train;
  const z = tf.tidy(() => {
    const x = tf.tensor(train.data, [...train.shape]);
    const spread = levels === undefined ? x : x.add(rng.uniform([...train.shape])).div(levels);
    return bijector.inverse(spread).value;
  });
  const values = (await z.data()) as Float32Array;
  z.dispose();
  return { data: values, shape: [rowsOf(train), data.dims] };
}

/** What is added to a negative log-likelihood of the data as they come to give the figure: -Σ log σ_i, or nothing. */
export function figureShift(data: DataSet): number {
  if (!data.standardisedFigures) return 0;
  const { scale } = standardize.fit(data.train).config as unknown as { scale: number[] };
  return -scale.reduce((sum, σ) => sum + Math.log(σ), 0);
}
