import { WeightsError } from '../errors.ts';
import { readSafetensors, type StoredTensor } from './safetensors.ts';
import { schemaVersion, type TrainingState, trainingPrefix } from './save.ts';

/** The parts of a file of `save`, checked for what a stranger might have put into it. */
export type ModelFile = {
  /** Plain JSON of bounded nesting; undefined where there is none. */
  readonly config: unknown;
  readonly weights: ReadonlyMap<string, StoredTensor>;
  /** How many numbers the weights are. */
  readonly elements: number;
  /** The paths of the parts whose values come from data. */
  readonly initialized: ReadonlySet<string>;
  readonly training?: TrainingState;
};

const deepest = 64;

/** @throws WeightsError where the file is malformed, of a newer schema, or its config is out of bounds. */
export function readModelFile(bytes: Uint8Array): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes);
  const version = metadata.get('schemaVersion');
  if (version !== undefined && version !== String(schemaVersion)) {
    throw new WeightsError(`load: expected a file of schema version ${schemaVersion}, got ${JSON.stringify(version)}`);
  }
  const weights = new Map<string, StoredTensor>();
  const trainingTensors = new Map<string, StoredTensor>();
  let elements = 0;
  for (const [name, tensor] of tensors) {
    if (name.startsWith(trainingPrefix)) trainingTensors.set(name.slice(trainingPrefix.length), tensor);
    else {
      weights.set(name, tensor);
      elements += tensor.data.length;
    }
  }
  const config = parsed(metadata, 'config');
  requireShallow(config, 'config', 0);
  const initialized = parsed(metadata, 'initialized') ?? [];
  if (!Array.isArray(initialized)) throw new WeightsError('load: expected metadata "initialized" to be a list');
  const json = parsed(metadata, 'training');
  const training = json === undefined ? undefined : { json, tensors: trainingTensors };
  return { config, weights, elements, initialized: new Set(initialized), training };
}

function parsed(metadata: ReadonlyMap<string, string>, key: string): unknown {
  const text = metadata.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WeightsError(`load: expected metadata "${key}" to be JSON`, { cause });
  }
}

/** Refuses a config that is nested deeper than any model, or names what every object has. */
function requireShallow(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === deepest) throw new WeightsError(`load: expected a config of at most ${deepest} levels`);
  if (Object.hasOwn(value, '__proto__')) throw new WeightsError(`load: ${path} has an option "__proto__"`);
  for (const [key, item] of Object.entries(value)) requireShallow(item, `${path}.${key}`, depth + 1);
}
