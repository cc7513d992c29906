import * as tf from '@tensorflow/tfjs';
import { WeightsError } from '../errors.ts';
import { shapeText } from '../shape.ts';
import { partsOf, type Trainable, variablesOf } from '../trainable.ts';
import type { StoredTensor } from './safetensors.ts';

/**
 * The value of each of a model's variables from a file.
 *
 * @throws WeightsError naming the path, and both shapes or types, where one is missing, surplus or different.
 */
export function checkedWeights(
  model: Trainable,
  stored: ReadonlyMap<string, StoredTensor>,
): Map<tf.Variable, StoredTensor> {
  const variables = variablesOf(model);
  for (const [path, { shape }] of stored) {
    if (!variables.has(path)) {
      throw new WeightsError(`load: the file has ${path} of shape ${shapeText(shape)}, which the model has not`);
    }
  }
  const checked = new Map<tf.Variable, StoredTensor>();
  for (const [path, variable] of variables) {
    const tensor = stored.get(path);
    if (tensor === undefined) {
      throw new WeightsError(
        `load: the model has ${path} of shape ${shapeText(variable.shape)}, which the file has not`,
      );
    }
    requireFit(path, variable, tensor);
    checked.set(variable, tensor);
  }
  return checked;
}

function requireFit(path: string, variable: tf.Variable, { shape, data }: StoredTensor): void {
  if (shape.length !== variable.rank || !shape.every((axis, i) => axis === variable.shape[i])) {
    throw new WeightsError(
      `load: expected ${path} of shape ${shapeText(variable.shape)}, the file has it of shape ${shapeText(shape)}`,
    );
  }
  const dtype = data instanceof Int32Array ? 'int32' : 'float32';
  if (dtype !== variable.dtype) {
    throw new WeightsError(`load: expected ${path} of dtype ${variable.dtype}, the file has it of dtype ${dtype}`);
  }
}

/** Assigns checked values, lets parts keep what they must, and tells the parts that data initialises whether their values are from data. */
export function assignWeights(
  model: Trainable,
  initialized: ReadonlySet<string>,
  weights: ReadonlyMap<tf.Variable, StoredTensor>,
): void {
  for (const [variable, { data, shape }] of weights) {
    const value = tf.tensor(data instanceof Float64Array ? Float32Array.from(data) : data, [...shape]);
    variable.assign(value);
    value.dispose();
  }
  for (const [path, part] of partsOf(model)) {
    part.constrain?.();
    if ('initialized' in part && typeof part.initialized === 'boolean') part.initialized = initialized.has(path);
  }
}
