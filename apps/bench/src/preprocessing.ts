import {
  type Bijector,
  Chain,
  chain,
  type DensityModel,
  Dequantized,
  dequantized,
  Flow,
  flow,
  logit,
  type NumericArray,
  type Rng,
  standardize,
  standardNormal,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, eventShapeOf, rowsOf, takeRows } from './data-set.ts';

const rowsAtOnce = 2000;

/** From what a network learns well to the data as they come: the bijector that is chained behind continuous models. */
function preprocessing(data: DataSet): Bijector | undefined {
  switch (data.kind) {
    case 'toy':
      return undefined;
    case 'table':
      return standardize.fit(data.train);
    case 'sound':
      return undefined;
    case 'image':
      return logit({ lambda: data.lambda });
  }
}

/**
 * - `noise`: the flow of variational dequantization; uniform noise where absent.
 * - `points`: how many points of a cell the bound is a mean over; as `dequantized` has it where absent.
 * - `logit`: whether a logit stands between a model of images and images in [0, 1); true where absent.
 */
type Behind = { noise?: Flow; points?: number; logit?: boolean };

/**
 * The density of the data as they come, from a model of preprocessed data; a model of discrete data takes them as they
 * are.
 */
export function behind(
  model: DensityModel,
  data: DataSet,
  { noise, points, logit: squeezes = true }: Behind = {},
): DensityModel {
  if (data.levels !== undefined && model.measure === 'mass') return model;
  const bijector = data.kind === 'image' && !squeezes ? undefined : preprocessing(data);
  const whole = bijector === undefined ? model : inFrontOf(model, bijector);
  return data.levels === undefined ? whole : dequantized({ model: whole, levels: data.levels, noise, points });
}

const inFrontOf = (model: DensityModel, bijector: Bijector): DensityModel =>
  model instanceof Flow
    ? flow({ base: model.base, bijector: chain(model.bijector, bijector), eventShape: model.eventShape })
    : flow({ base: model, bijector });

/** The training set preprocessed, discrete values spread evenly over their cells: what a closed form is fitted to. */
export async function preprocessedTrain(data: DataSet, rng: Rng): Promise<NumericArray> {
  const { train, levels } = data;
  const bijector = preprocessing(data);
  if (bijector === undefined) return train;
  const values = new Float32Array(train.data.length);
  for (let from = 0; from < rowsOf(train); from += rowsAtOnce) {
    const rows = takeRows(train, from, from + rowsAtOnce);
    const z = tf.tidy(() => {
      const x = tf.tensor(rows.data, [...rows.shape], 'float32');
      const spread = levels === undefined ? x : x.add(rng.uniform([...rows.shape])).div(levels);
      return bijector.inverse(spread).value;
    });
    values.set(await z.data(), from * data.dims);
    z.dispose();
  }
  return { data: values, shape: [rowsOf(train), data.dims] };
}

/**
 * log|det ∂z/∂x| of the logit from images x to z, less D log L and by the noise that `dequantized` models take, so that
 * log p(x) less it is the log-density of z: what Papamakarios et al. (2017, table 2) call "in logit space". None where
 * no logit stands behind the model.
 */
export function logitJacobian(model: DensityModel, data: DataSet): DensityModel | undefined {
  const { levels, lambda, kind } = data;
  if (kind !== 'image' || levels === undefined || !hasLogit(model)) return undefined;
  const { points } = model.config as unknown as { points: number };
  const flat = {
    ...standardNormal({ eventShape: eventShapeOf(data) }),
    logProb: (z: tf.Tensor) => tf.zeros([z.shape[0] as number]),
  };
  return dequantized({ model: flow({ base: flat as DensityModel, bijector: logit({ lambda }) }), levels, points });
}

/** Whether a logit is the last step to the data of a model with uniform noise. */
function hasLogit(model: DensityModel): model is Dequantized {
  if (!(model instanceof Dequantized) || 'noise' in model.parts) return false;
  const { model: whole } = model.parts;
  if (!(whole instanceof Flow)) return false;
  const last = whole.bijector instanceof Chain ? whole.bijector.bijectors.at(-1) : whole.bijector;
  return last?.config.kind === 'logit';
}

/** What is added to a negative log-likelihood of the data as they come to give the figure: -Σ log σ_i, or nothing. */
export function figureShift(data: DataSet): number {
  if (!data.standardisedFigures) return 0;
  const { scale } = standardize.fit(data.train).config as unknown as { scale: number[] };
  return -scale.reduce((sum, σ) => sum + Math.log(σ), 0);
}
