import type * as tf from '@tensorflow/tfjs';

// What the laws speak of, as structural types: the laws depend on no package of the library, and each of the library's
// own types fits the one of the same name here.

export type Shape = readonly number[];

export type Given = { context?: tf.Tensor; training?: boolean };

export type Mapped<T extends tf.Tensor> = { value: T; logDet: tf.Tensor1D };

export type Config = { readonly kind: string; readonly [option: string]: unknown };

export interface Trainable {
  readonly config: Config;
  readonly parts: { readonly [name: string]: tf.Variable | Trainable };
  dispose(): void;
}

export interface Bijector<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z> extends Trainable {
  forward(z: Z, given?: Given): Mapped<X>;
  inverse(x: X, given?: Given): Mapped<Z>;
}

export type SampleOptions = { rng: Rng; temperature?: number | number[] } & Given;

export interface DensityModel<X extends tf.Tensor = tf.Tensor> extends Trainable {
  readonly eventShape: Shape;
  readonly likelihood: 'exact' | 'lower-bound';
  readonly measure: 'density' | 'mass';
  logProb(x: X, given?: Given): tf.Tensor1D;
  sample(count: number, options: SampleOptions): X;
}

export interface DataInitialized<X extends tf.Tensor = tf.Tensor> {
  initialize(x: X, options: { rng: Rng; context?: tf.Tensor }): void;
}

export type RngState = { readonly key: readonly number[]; readonly words: readonly number[] };

export interface Rng {
  uniform<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R>;
  normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R>;
  permutation(count: number): number[];
  integer(below: number): number;
  uniforms(count: number): Float32Array;
  normals(count: number): Float32Array;
  fork(label: string | number): Rng;
  tensor<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: (rng: Rng) => Float32Array): tf.Tensor<R>;
  readonly state: RngState;
}

export type Build = <T extends Trainable>(config: unknown) => T;

// biome-ignore lint/suspicious/noExplicitAny: each constructor checks a config that nothing has checked before
export type Kinds = Readonly<Record<string, (config: any, build: Build) => Trainable>>;

/** What the laws ask of a training run; the engine, where there is one, is the library's own. */
export type FitOptions = {
  rng: Rng;
  steps: number;
  batchSize: number;
  optimizer: { rate: number };
  recalibrate: boolean;
  engine?: Engine;
  onProgress?: (progress: { readonly loss: number }) => void;
};

// biome-ignore lint/suspicious/noExplicitAny: the laws hand the library's own engine back to it and look at nothing in it
type Engine = any;

/** A function that runs as a graph. */
export interface Compiled<Arguments extends readonly unknown[], Result> {
  (...args: Arguments): Promise<Result>;
  dispose(): void;
}

/**
 * What the laws need of the library: its generator, its saving, its training, the kinds that are tested and, for the
 * laws of compiled runs, what compiles.
 */
export type Library = {
  rng(seed: number | string): Rng;
  variablesOf(root: Trainable): Map<string, tf.Variable>;
  save(root: Trainable): Uint8Array | Promise<Uint8Array>;
  load(bytes: Uint8Array, kinds: Kinds): Trainable | Promise<Trainable>;
  fit(model: DensityModel, data: { x: tf.Tensor; context?: tf.Tensor }, options: FitOptions): Promise<unknown>;
  kinds: Kinds;
  compile?<const Arguments extends readonly unknown[], Result>(
    fn: (...args: Arguments) => Result,
  ): Compiled<Arguments, Result>;
  onnxEngine?(): Engine;
};
