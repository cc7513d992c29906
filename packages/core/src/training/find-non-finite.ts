import * as tf from '@tensorflow/tfjs';
import { partsOf, type Trainable, variablesOf } from '../trainable.ts';

/**
 * Where numbers first were not finite.
 *
 * - `weight`: a variable, before the pass.
 * - `output`: what a method of a part gave for finite inputs.
 * - `gradient`: the gradient of a variable, where every output was finite.
 */
export type NonFinite =
  | { readonly what: 'weight' | 'gradient'; readonly path: string }
  | { readonly what: 'output'; readonly path: string; readonly method: string };

const watched = ['forward', 'inverse', 'apply', 'logProb', 'sample'] as const;

type Call = { path: string; method: string; inputs: tf.Tensor[]; outputs: tf.Tensor[] };

/**
 * Runs a loss and its gradients with every part's methods watched, and finds where they first were not finite: the
 * deepest part whose output was not, though its inputs were; else the first variable whose gradient was not.
 *
 * @returns undefined where everything is finite, or where what was not is outside of every part.
 */
export async function findNonFinite(model: Trainable, loss: () => tf.Scalar): Promise<NonFinite | undefined> {
  const variables = variablesOf(model);
  for (const [path, variable] of variables) if (!(await areFinite([variable]))) return { what: 'weight', path };
  const trained = new Map([...variables].filter(([, { trainable }]) => trainable));
  const calls: Call[] = [];
  const unwatch = watch(model, calls);
  let gradients: { [name: string]: tf.Tensor } = {};
  try {
    gradients = tf.tidy(() => tf.variableGrads(loss, [...trained.values()]).grads);
    for (const { path, method, inputs, outputs } of calls) {
      if (!(await areFinite(outputs)) && (await areFinite(inputs))) return { what: 'output', path, method };
    }
    for (const [path, { name }] of trained) {
      const gradient = gradients[name];
      if (gradient && !(await areFinite([gradient]))) return { what: 'gradient', path };
    }
    return undefined;
  } finally {
    unwatch();
    tf.dispose([gradients, calls.map(({ inputs, outputs }) => [inputs, outputs])]);
  }
}

/**
 * Puts recording methods before each part's own, and gives what takes them off again. Calls are recorded as they end,
 * inner ones first.
 */
function watch(model: Trainable, calls: Call[]): () => void {
  const undo: (() => void)[] = [];
  for (const [path, part] of partsOf(model)) {
    if (!Object.isExtensible(part)) continue;
    for (const method of watched) {
      const original: unknown = Reflect.get(part, method);
      if (typeof original !== 'function') continue;
      const own = Object.getOwnPropertyDescriptor(part, method);
      if (own?.configurable === false) continue;
      const value = (...args: unknown[]) => {
        const result: unknown = original.apply(part, args);
        calls.push({ path, method, inputs: kept(args), outputs: kept(result) });
        return result;
      };
      Object.defineProperty(part, method, { value, configurable: true, enumerable: own?.enumerable ?? false });
      undo.push(() => (own ? Object.defineProperty(part, method, own) : Reflect.deleteProperty(part, method)));
    }
  }
  return () => {
    for (const restore of undo) restore();
  };
}

/** Copies, off the scope and to be disposed of, of the tensors in arguments or in a result, options one level down. */
function kept(values: unknown): tf.Tensor[] {
  const inside = (value: unknown) => (isOpaque(value) ? [] : Object.values(value as object));
  const all = [values, ...inside(values), ...inside(values).flatMap(inside)];
  return all.filter((value) => value instanceof tf.Tensor).map((tensor) => tf.keep(tensor.clone()));
}

const isOpaque = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof tf.Tensor || ArrayBuffer.isView(value);

async function areFinite(tensors: readonly tf.Tensor[]): Promise<boolean> {
  for (const tensor of tensors) {
    const values = await tensor.data();
    for (const value of values) if (!Number.isFinite(value)) return false;
  }
  return true;
}
