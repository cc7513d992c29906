import type * as tf from '@tensorflow/tfjs';
import { WeightsError } from '../errors.ts';
import { partsOf, type Trainable, variablesOf } from '../trainable.ts';
import { plainJson } from './plain-json.ts';
import { type StoredTensor, writeSafetensors } from './safetensors.ts';

/** The version of what a file's metadata means; raised when it changes. */
export const schemaVersion = 1;

/** In a file, the names of tensors that belong to a training and not to the model start so. */
export const trainingPrefix = 'training/';

/** What a training needs beside the model to go on: plain JSON, and tensors by name. */
export type TrainingState = { readonly json: unknown; readonly tensors: ReadonlyMap<string, StoredTensor> };

/**
 * - `training`: kept beside the model, for a checkpoint.
 * - `values`: the variables' values by path (`await readValues(model)`), for backends that cannot be read
 *   synchronously, WebGPU for one.
 */
export type SaveOptions = { training?: TrainingState; values?: ReadonlyMap<string, StoredTensor['data']> };

/**
 * A model as one safetensors file: each variable under its path; in `__metadata__`, as JSON, its config, the paths of
 * the parts that data has initialised, and the version of this schema.
 *
 * @throws ConfigError naming the path of what in the config is not plain JSON.
 */
export function save(model: Trainable, { training, values }: SaveOptions = {}): Uint8Array {
  const metadata = new Map([
    ['schemaVersion', String(schemaVersion)],
    ['config', JSON.stringify(plainJson(model.config, 'config'))],
    ['initialized', JSON.stringify(initializedParts(model))],
  ]);
  const tensors = new Map<string, StoredTensor>();
  for (const [path, variable] of variablesOf(model)) {
    tensors.set(path, { shape: variable.shape, data: values?.get(path) ?? numbers(path, variable.dataSync()) });
  }
  if (training) {
    metadata.set('training', JSON.stringify(plainJson(training.json, 'training')));
    for (const [name, tensor] of training.tensors) tensors.set(trainingPrefix + name, tensor);
  }
  return writeSafetensors({ tensors, metadata });
}

/** The values of a model's variables by path, read without blocking. */
export async function readValues(model: Trainable): Promise<Map<string, StoredTensor['data']>> {
  const values = new Map<string, StoredTensor['data']>();
  for (const [path, variable] of variablesOf(model)) values.set(path, numbers(path, await variable.data()));
  return values;
}

function initializedParts(model: Trainable): string[] {
  const paths: string[] = [];
  for (const [path, part] of partsOf(model)) if ('initialized' in part && part.initialized === true) paths.push(path);
  return paths;
}

function numbers(path: string, data: tf.TypedArray): StoredTensor['data'] {
  if (data instanceof Float32Array || data instanceof Int32Array) return data;
  throw new WeightsError(`save: expected ${path} to be of dtype float32 or int32, got ${data?.constructor?.name}`);
}
