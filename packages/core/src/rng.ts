import * as tf from '@tensorflow/tfjs';
import { ConfigError } from './errors.ts';
import { requireCount, type Shape, sizeOf } from './shape.ts';

/** Where a generator stands: plain JSON that `rng.restore` takes. */
export type RngState = { readonly key: readonly number[]; readonly words: readonly number[] };

/**
 * A seeded generator, the one source of randomness of the library. The same seed and the same calls give the same
 * numbers, on every backend.
 */
export interface Rng {
  /** A tensor of numbers spread evenly over the open interval (0, 1). */
  uniform<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R>;
  /** A tensor of independent standard normal numbers. */
  normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R>;
  /**
   * A tensor of the numbers that `draw` makes of this generator on the host: random masks, say. A compiled function
   * draws them anew at each run, where numbers that were drawn outside of `draw` would stay what they were.
   */
  tensor<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: (rng: Rng) => Float32Array): tf.Tensor<R>;
  /** The whole numbers below `count` in a random order. */
  permutation(count: number): number[];
  /** A random whole number of at least 0 and less than `below`. */
  integer(below: number): number;
  /** `count` numbers in (0, 1) on the host. */
  uniforms(count: number): Float32Array;
  /** `count` standard normal numbers on the host. */
  normals(count: number): Float32Array;
  /**
   * An independent generator named by `label`. It depends on this one's seed and on the label alone, not on what has
   * been drawn, so that forks can be made in any order; the same label gives the same generator.
   */
  fork(label: string | number): Rng;
  readonly state: RngState;
}

/**
 * A generator from a seed.
 *
 * @throws ConfigError where the seed is neither a string nor a finite number.
 */
export function rng(seed: number | string): Rng {
  if (typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw new ConfigError(`rng: expected the seed to be a finite number or a string, got ${String(seed)}`);
  }
  return new Sfc32(hash([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef], `${typeof seed}:${seed}`));
}

/**
 * A generator that goes on where `state` was read.
 *
 * @throws ConfigError where the state is not one.
 */
rng.restore = ({ key, words }: RngState): Rng => {
  const fourWords = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length === 4 && list.every(Number.isInteger);
  if (!fourWords(key) || !fourWords(words))
    throw new ConfigError('rng.restore: expected key and words of four whole numbers each');
  return new Sfc32(key, words);
};

/** The "small fast counting" generator of Chris Doty-Humphrey (PractRand), 128 bits of state. */
class Sfc32 implements Rng {
  readonly #key: readonly number[];
  readonly #words: Uint32Array;

  constructor(key: readonly number[], words?: readonly number[]) {
    this.#key = key;
    this.#words = Uint32Array.from(words ?? [key[0] as number, key[1] as number, key[2] as number, 1]);
    if (words === undefined) for (let i = 0; i < 12; i++) this.#next();
  }

  get state(): RngState {
    return { key: [...this.#key], words: [...this.#words] };
  }

  fork(label: string | number): Rng {
    return new Sfc32(hash(this.#key, `${typeof label}:${label}`));
  }

  uniform<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    return this.tensor(shape, (rng) => rng.uniforms(sizeOf(shape as Shape)));
  }

  normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    return this.tensor(shape, (rng) => rng.normals(sizeOf(shape as Shape)));
  }

  tensor<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: (rng: Rng) => Float32Array): tf.Tensor<R> {
    return tf.tensor(draw(this), shape, 'float32');
  }

  uniforms(count: number): Float32Array {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#open();
    return values;
  }

  /** Box and Muller's transform of pairs of uniform numbers. */
  normals(count: number): Float32Array {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(this.#open()));
      const angle = 2 * Math.PI * this.#open();
      values[i] = radius * Math.cos(angle);
      if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
    }
    return values;
  }

  integer(below: number): number {
    requireCount('Rng.integer', 'below', below);
    return Math.floor((this.#next() / 2 ** 32) * below);
  }

  /** Fisher and Yates's shuffle. */
  permutation(count: number): number[] {
    requireCount('Rng.permutation', 'count', count, 0);
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  }

  /** The midpoints of 2^23 equal parts of (0, 1): each is exact in float32, and neither 0 nor 1 is among them. */
  #open(): number {
    return ((this.#next() >>> 9) + 0.5) / 2 ** 23;
  }

  #next(): number {
    const words = this.#words;
    // Taking an array apart would go through its iterator, which is most of what a number costs.
    const a = words[0] as number;
    const b = words[1] as number;
    const c = words[2] as number;
    const counter = words[3] as number;
    const value = (a + b + counter) | 0;
    words[0] = b ^ (b >>> 9);
    words[1] = (c + (c << 3)) | 0;
    words[2] = (((c << 21) | (c >>> 11)) + value) | 0;
    words[3] = (counter + 1) | 0;
    return value >>> 0;
  }
}

/** Four words that mix a key with a text: MurmurHash3's multiply, rotate and finish on four lanes. */
function hash(key: readonly number[], text: string): number[] {
  const lanes = [...key];
  for (let i = 0; i < text.length; i++) {
    for (let lane = 0; lane < 4; lane++) {
      const mixed = Math.imul((lanes[lane] as number) ^ (text.charCodeAt(i) + lane), 0xcc9e2d51);
      lanes[lane] = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593) ^ (lanes[(lane + 3) % 4] as number);
    }
  }
  return lanes.map((lane, i) => finish(lane ^ Math.imul(lanes[(i + 1) % 4] as number, 0x85ebca6b) ^ text.length));
}

function finish(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
