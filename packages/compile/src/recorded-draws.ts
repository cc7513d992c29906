import { type Rng, type RngState, type Shape, sizeOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import type { Value } from './graph.ts';

type Draw = (rng: Rng) => Float32Array;

/** The method of the generator that a draw came from. */
type Source = 'normal' | 'uniform' | 'tensor';

/** Makes an input of the graph of float32, and its tensor. */
type InputMaker = (shape: Shape) => { readonly value: Value; readonly tensor: tf.Tensor };

/**
 * The draws of a recorded function: each is an input of the graph, filled at every run from the generator that the run
 * is given, in the order and from the forks from which the function drew.
 */
export class RecordedDraws {
  readonly #generators: { readonly from?: { readonly parent: number; readonly label: string | number } }[] = [];
  readonly #draws: { readonly generator: number; readonly draw: Draw; readonly input: Value; readonly from: Source }[] =
    [];

  #input: InputMaker | undefined;

  constructor(input: InputMaker) {
    this.#input = input;
  }

  /** The inputs in the order of drawing. */
  get inputs(): readonly { readonly input: Value; readonly from: Source }[] {
    return this.#draws;
  }

  /** What stands for a generator while the function is recorded. */
  generator(from?: { parent: number; label: string | number }): Rng {
    const number = this.#generators.push({ from }) - 1;
    const draw = <R extends tf.Rank>(shape: tf.ShapeMap[R], from: Source, draw: Draw): tf.Tensor<R> => {
      if (!this.#input) throw outlived();
      const { value, tensor } = this.#input(shape as number[]);
      this.#draws.push({ generator: number, draw, input: value, from });
      return tensor as tf.Tensor<R>;
    };
    return {
      uniform: (shape) => draw(shape, 'uniform', (rng) => rng.uniforms(sizeOf(shape as number[]))),
      normal: (shape) => draw(shape, 'normal', (rng) => rng.normals(sizeOf(shape as number[]))),
      tensor: (shape, numbers) => draw(shape, 'tensor', numbers),
      fork: (label) => this.generator({ parent: number, label }),
      permutation: () => refuseOnHost('permutation'),
      integer: () => refuseOnHost('integer'),
      uniforms: () => refuseOnHost('uniforms'),
      normals: () => refuseOnHost('normals'),
      get state(): RngState {
        return refuseOnHost('state');
      },
    };
  }

  /** Nothing more is drawn; what runs keeps the draws, and not the graph that they were recorded into. */
  end(): void {
    this.#input = undefined;
  }

  /** The numbers of each drawn input. `rngs` stand for the generators of the arguments, in their order. */
  drawn(rngs: readonly Rng[]): Map<Value, Float32Array> {
    const given = rngs.values();
    const generators: Rng[] = [];
    for (const { from } of this.#generators) {
      generators.push(from ? (generators[from.parent] as Rng).fork(from.label) : (given.next().value as Rng));
    }
    return new Map(this.#draws.map(({ generator, draw, input }) => [input, draw(generators[generator] as Rng)]));
  }
}

const outlived = () =>
  new CompileError(
    'compile: expected an rng to be drawn from within the function that it was given to, got one that outlived its recording; draw all that is needed in the function',
  );

function refuseOnHost(what: string): never {
  throw new CompileError(
    `compile: expected random numbers that are drawn as tensors, got a call of rng.${what}, whose result would be the same at every run; draw within rng.tensor(shape, (rng) => ...)`,
  );
}
