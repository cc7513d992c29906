import * as tf from '@tensorflow/tfjs';
import type { DensityModel, FitOptions, Kinds, Library, Rng, Trainable } from './contract.ts';

// The least that the laws need of a library, so that they are tested without one.

/** A library of these kinds. */
export const toyLibrary = (kinds: Kinds): Library => ({ rng, variablesOf, save, load, fit, kinds });

function variablesOf(root: Trainable): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  for (const [name, part] of Object.entries(root.parts)) {
    if (part instanceof tf.Variable) variables.set(name, part);
    else for (const [path, variable] of variablesOf(part)) variables.set(`${name}.${path}`, variable);
  }
  return variables;
}

/** The config and the values of the variables as JSON. */
function save(root: Trainable): Uint8Array {
  const values = [...variablesOf(root).values()].map((variable) => [...variable.dataSync()]);
  return new TextEncoder().encode(JSON.stringify({ config: root.config, values }));
}

function load(bytes: Uint8Array, kinds: Kinds): Trainable {
  const { config, values } = JSON.parse(new TextDecoder().decode(bytes));
  const build = <T extends Trainable>(config: unknown): T => {
    const { kind } = config as { kind: string };
    return kinds[kind]?.(config, build) as T;
  };
  const part = build(config);
  for (const [i, variable] of [...variablesOf(part).values()].entries()) {
    tf.tidy(() => variable.assign(tf.tensor(values[i], variable.shape)));
  }
  return part;
}

/** Gradient descent on the whole set. */
async function fit(
  model: DensityModel,
  data: { x: tf.Tensor; context?: tf.Tensor },
  { steps, optimizer: { rate }, onProgress }: FitOptions,
): Promise<void> {
  const optimizer = tf.train.sgd(rate);
  for (let step = 0; step < steps; step++) {
    const loss = optimizer.minimize(() => model.logProb(data.x, data).mean().neg().asScalar(), true) as tf.Scalar;
    onProgress?.({ loss: loss.dataSync()[0] as number });
    loss.dispose();
  }
  optimizer.dispose();
}

/** A seeded generator (mulberry32, Tommy Ettinger). */
export function rng(seed: number | string): Rng {
  let state = 0;
  for (const letter of `${seed}`) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (((word ^ (word >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  const many = (count: number, one: () => number) => Float32Array.from({ length: count }, one);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const sizeOf = (shape: readonly number[]) => shape.reduce((size, axis) => size * axis, 1);
  return {
    uniforms: (count) => many(count, next),
    normals: (count) => many(count, normal),
    uniform: (shape) => tf.tensor(many(sizeOf(shape as number[]), next), shape),
    normal: (shape) => tf.tensor(many(sizeOf(shape as number[]), normal), shape),
    tensor(shape, draw) {
      return tf.tensor(draw(this), shape);
    },
    integer: (below) => Math.floor(next() * below),
    permutation: (count) => {
      const keys = many(count, next);
      return [...keys.keys()].sort((i, j) => (keys[i] as number) - (keys[j] as number));
    },
    fork: (label) => rng(`${seed}/${label}`),
    get state() {
      return { key: [], words: [state] };
    },
  };
}
