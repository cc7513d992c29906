import { DataError, type NumericArray, type Shape } from '@flows/core';
import type { Splits } from '@flows/datasets';
import type { ImageShape } from '@flows/realnvp';
import type { DataKind } from './profiles/profile.ts';

/** The class of each row, from 0. */
export type Labels = { train: Uint8Array; validation?: Uint8Array; test: Uint8Array };

/** What each row is given as its context, `[rows, width]`. */
export type Contexts = { train: NumericArray; validation?: NumericArray; test: NumericArray };

/** Rows with the class of each, split alike. */
export type Labelled = { images: Splits; labels: Labels; classes: number };

/** Of sounds: the samples in a second, and the level that is silence. */
export type SoundFacts = { sampleRate: number; silence: number };

/** A data set, split; each part `[rows, dims]`. */
export type DataSet = {
  name: string;
  title: string;
  kind: DataKind;
  dims: number;
  /** Of images: the height, the width and the channels, in whose order the elements of a row lie. */
  imageShape?: ImageShape;
  /** Of sounds, whose rows are NaN where a sound has ended. */
  sound?: SoundFacts;
  train: NumericArray;
  validation?: NumericArray;
  test: NumericArray;
  /** Of discrete data: its values are the whole numbers from 0 and below this. */
  levels?: number;
  /** λ of the logit that stands behind continuous models of images. */
  lambda?: number;
  /** What each row shows, for models that are conditional on it. */
  labels?: Labels;
  /** What a model that is told the class is given beside each row. */
  contexts?: Contexts;
  /** The number of classes that labels have. */
  classes?: number;
  /** The entropy of the true density, in nats: no model's expected test NLL is below it. */
  entropy?: number;
  /** The log-density that the data comes from, where it is known in closed form: of each row, in nats. */
  trueLogProb?(rows: NumericArray): Float64Array;
  /**
   * Whether figures are given for the data standardised by its training set, as publications on it do. A model's
   * log-density is that of the data as they come; the two differ by Σ log σ_i.
   */
  standardisedFigures: boolean;
};

/** Images `[rows, height, width, channels]` where rows were vectors. */
export function asImages(data: DataSet): DataSet {
  const { imageShape, train, validation, test } = data;
  if (imageShape === undefined) throw new DataError(`${data.name}: expected images, got rows of a table`);
  const images = (array: NumericArray): NumericArray => ({ ...array, shape: [rowsOf(array), ...imageShape] });
  return { ...data, train: images(train), validation: validation && images(validation), test: images(test) };
}

/** The shape of one row. */
export const eventShapeOf = ({ test }: DataSet): Shape => test.shape.slice(1);

export const rowsOf = (array: NumericArray): number => array.shape[0] as number;

/** Rows `from` to `to` of an array. */
export function takeRows({ data, shape }: NumericArray, from: number, to: number): NumericArray {
  const [rows = 0, ...event] = shape;
  const width = data.length / rows;
  const end = Math.min(to, rows);
  return { data: data.subarray(from * width, end * width), shape: [end - from, ...event] };
}
