import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import { withinBudget } from '../element-budget.ts';
import { ConfigError, FlowsError, WeightsError } from '../errors.ts';
import type { Config, Trainable } from '../trainable.ts';
import type { Kinds } from './kinds.ts';
import { type ModelFile, readModelFile } from './model-file.ts';
import { firstDifference, plainJson } from './plain-json.ts';
import { assignWeights, checkedWeights } from './weights.ts';

/**
 * Builds the model that a file of `save` describes and gives it its weights. A file from a stranger is safe to load:
 * it builds only the `kinds` that are listed, and makes no more variables than it holds numbers.
 *
 * @throws WeightsError where the file is malformed or holds other weights than the model that it describes, naming
 * their path and both shapes; nothing that was made is left behind.
 * @throws ConfigError where its config names an unknown kind or options that a constructor refuses.
 */
export function load<M extends Trainable = DensityModel>(bytes: Uint8Array, kinds: Kinds): M {
  const file = readModelFile(bytes);
  if (file.config === undefined) {
    throw new WeightsError('load: the file has no config; expected a file of `save`, or use loadWeights');
  }
  return undoneOnFailure(() => {
    const model = withinBudget(file.elements, () => built(file.config, kinds)) as M;
    assignWeights(model, file.initialized, checkedWeights(model, file.weights));
    return model;
  });
}

/**
 * Gives a model the weights of a file. Everything is checked before the first of them is assigned. A file without a
 * config, from Python for one, is as good as one with the model's own.
 *
 * @throws WeightsError where the file is malformed, or is of another model: it names the path and both shapes.
 */
export function loadWeights(model: Trainable, bytes: Uint8Array): void {
  const file = readModelFile(bytes);
  requireSameConfig(model, file);
  assignWeights(model, file.initialized, checkedWeights(model, file.weights));
}

function requireSameConfig(model: Trainable, { config }: ModelFile): void {
  if (config === undefined) return;
  const difference = firstDifference(plainJson(model.config, 'config'), config, 'config');
  if (difference !== undefined) throw new WeightsError(`load: model and file differ in ${difference}`);
}

function built(config: unknown, kinds: Kinds): Trainable {
  const build = <T extends Trainable>(config: unknown): T => {
    const kind = (config as Config | null)?.kind;
    if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
      const known = Object.keys(kinds).sort().join(', ');
      throw new ConfigError(`load: expected a part of a known kind (${known}), got ${JSON.stringify(kind)}`);
    }
    return (kinds[kind] as Kinds[string])(config, build) as T;
  };
  return build(config);
}

/** Runs `make`; where it throws, frees the variables and tensors that it made, and throws a typed error. */
function undoneOnFailure<T>(make: () => T): T {
  const { registeredVariables } = tf.engine().state;
  const known = new Set(Object.keys(registeredVariables));
  tf.engine().startScope();
  try {
    const made = make();
    // What a part made for itself lives on with it: handed over whole, nothing is freed with the scope.
    tf.engine().endScope(tf.engine().state.activeScope.track);
    return made;
  } catch (error) {
    // Tensors that a part keeps beside its variables too, which the end of a scope would leave.
    tf.dispose(tf.engine().state.activeScope.track);
    tf.engine().endScope();
    for (const [name, variable] of Object.entries(registeredVariables)) if (!known.has(name)) variable.dispose();
    if (error instanceof FlowsError) throw error;
    throw new WeightsError('load: the config of the file does not describe a model', { cause: error });
  }
}
