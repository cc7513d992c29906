import { ConfigError, WeightsError } from '../errors.ts';
import { loadWeights } from '../saving/load.ts';
import { readModelFile } from '../saving/model-file.ts';
import { firstDifference } from '../saving/plain-json.ts';
import type { StoredTensor } from '../saving/safetensors.ts';
import { save } from '../saving/save.ts';
import type { Trainable } from '../trainable.ts';
import type { FlatParameters } from './flat-parameters.ts';

/** A flat array of a training, which a checkpoint keeps by the paths of its layout. */
export type CheckpointArray = { readonly name: string; readonly layout: FlatParameters; readonly values: Float32Array };

/** What a checkpoint keeps beside the model: flat arrays, counters, and the options that decide the numbers. */
export type CheckpointParts = {
  readonly layouts: readonly FlatParameters[];
  readonly arrays: readonly CheckpointArray[];
  readonly counters: Counters;
  readonly options: unknown;
};

/** Counters as plain JSON. */
export type Counters = { readonly [name: string]: unknown };

/** A checkpoint: the model's file, the flat arrays of `layouts` as its weights, and beside it the rest. */
export function writeCheckpoint(model: Trainable, { layouts, arrays, counters, options }: CheckpointParts): Uint8Array {
  const values = new Map<string, StoredTensor['data']>();
  for (const layout of layouts) {
    for (const [path, view] of layout.views()) {
      values.set(path, layout.variables.get(path)?.dtype === 'int32' ? Int32Array.from(view) : view);
    }
  }
  const tensors = new Map<string, StoredTensor>();
  for (const { name, layout, values } of arrays) {
    for (const [path, data] of layout.views(values)) {
      tensors.set(`${name}/${path}`, { shape: layout.variables.get(path)?.shape ?? [], data });
    }
  }
  return save(model, { values, training: { json: { counters, options }, tensors } });
}

/**
 * Gives the model its weights and fills the arrays.
 *
 * @returns the counters.
 * @throws WeightsError where the file is malformed, has no training in it, or is of another model.
 * @throws ConfigError where it was written under other options.
 */
export function readCheckpoint(
  model: Trainable,
  bytes: Uint8Array,
  { arrays, options }: Pick<CheckpointParts, 'arrays' | 'options'>,
): Counters {
  const { training } = readModelFile(bytes);
  if (training === undefined) throw new WeightsError('fit: expected resume to be a checkpoint, got a model alone');
  const { counters, options: written } = (training.json ?? {}) as { counters?: Counters; options?: unknown };
  const difference = firstDifference(options, written, 'options');
  if (difference !== undefined) {
    throw new ConfigError(`fit: the training and its checkpoint differ in ${difference}; resume with the same options`);
  }
  const found = arrays.flatMap(({ name, layout, values }) =>
    [...layout.views(values)].map(([path, view]) => ({
      view,
      data: storedFor(training.tensors, `${name}/${path}`, view),
    })),
  );
  loadWeights(model, bytes);
  for (const { view, data } of found) view.set(data);
  return counters ?? {};
}

function storedFor(tensors: ReadonlyMap<string, StoredTensor>, name: string, { length }: Float32Array) {
  const data = tensors.get(name)?.data;
  if (data?.length !== length) {
    throw new WeightsError(
      `fit: expected ${name} of ${length} numbers in the checkpoint, got ${data?.length ?? 'none'}`,
    );
  }
  return data;
}
