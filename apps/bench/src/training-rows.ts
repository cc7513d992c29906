import type { FitData, NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, rowsOf, takeRows } from './data-set.ts';
import { endedBySilence } from './sounds/sound-rows.ts';

/** What `fit` is given of a data set. */
export type TrainingRows = { train: FitData; validation?: FitData };

const soundsAtOnce = 8;

/**
 * The training and the validation rows of a data set, with the context of each where there is one. Sounds are trained on
 * with silence after their end, and validated by the samples that they have.
 */
export function trainingRows({ train, validation, contexts, sound }: DataSet): TrainingRows {
  const given = (x: NumericArray, context?: NumericArray) => (context ? { x, context } : x);
  if (sound === undefined) {
    return {
      train: given(train, contexts?.train),
      ...(validation && { validation: given(validation, contexts?.validation) }),
    };
  }
  return {
    train: given(endedBySilence(train, sound.silence), contexts?.train),
    ...(validation && { validation: batchesWithEnds(validation, contexts?.validation) }),
  };
}

/** Batches of rows that NaN may end, which arrays that `fit` checks may not have. */
const batchesWithEnds = (rows: NumericArray, context?: NumericArray) =>
  function* () {
    const tensorOf = (array: NumericArray, from: number) => {
      const { data, shape } = takeRows(array, from, from + soundsAtOnce);
      return tf.tensor(data, [...shape], 'float32');
    };
    for (let from = 0; from < rowsOf(rows); from += soundsAtOnce) {
      yield { x: tensorOf(rows, from), ...(context && { context: tensorOf(context, from) }) };
    }
  };
