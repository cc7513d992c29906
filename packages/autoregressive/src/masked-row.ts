import * as tf from '@tensorflow/tfjs';
import type { MaskedConvolution } from './masked-convolution.ts';
import { joined, type PlaceWeights } from './place-weights.ts';

/**
 * A masked convolution along one row, whose places come one after another, and at each place its groups. What it makes is
 * of the `tf.tidy` around it.
 */
export class MaskedRow {
  readonly #weights: PlaceWeights;
  /** What each place's outputs have beside what its own row gives them: `[batch, outputs]`, or `[outputs]`. */
  readonly #sums: readonly tf.Tensor[];
  readonly #places: tf.Tensor2D[] = [];
  #own: tf.Tensor2D[] = [];
  /** What all but the place itself gives its outputs. */
  #sum: tf.Tensor | undefined;

  /**
   * @param sum what the outputs have beside what their own row gives them, biases included: `[batch, 1, width, outputs]`,
   * or `[batch, 1, 1, outputs]` or `[outputs]` where all places have the same.
   */
  constructor(layer: Pick<MaskedConvolution, 'ofPlaces'>, width: number, sum: tf.Tensor) {
    this.#weights = layer.ofPlaces();
    this.#sums = sumsOf(sum, width);
  }

  /**
   * The outputs of a group under mask A, `[batch, outputs / groups]`, of the groups before it, `[batch, inputs / groups]`
   * each. Of the first group there may be nothing of this row: `sum` has all rows of the batch.
   */
  before(own: readonly tf.Tensor2D[]): tf.Tensor2D {
    return this.#outputs(own.length, own);
  }

  /** The outputs of a place's next group under mask B, `[batch, outputs / groups]`, of its inputs `[batch, inputs / groups]`. */
  through(x: tf.Tensor2D): tf.Tensor2D {
    this.#own.push(x);
    const outputs = this.#outputs(this.#own.length - 1, this.#own);
    if (this.#own.length === this.#weights.groups) this.remember(joined(this.#own));
    return outputs;
  }

  /** Goes on to the next place, when all inputs of this one are known: `[batch, inputs]`. */
  remember(place: tf.Tensor2D): void {
    this.#places.push(place);
    this.#own = [];
    this.#sum = undefined;
  }

  /** The inputs of the whole row, `[batch, 1, width, inputs]`. */
  inputs(): tf.Tensor4D {
    const [batch, inputs] = (this.#places[0] as tf.Tensor2D).shape;
    return tf.concat2d(this.#places, 1).reshape([batch, 1, this.#places.length, inputs]);
  }

  #outputs(group: number, own: readonly tf.Tensor2D[]): tf.Tensor2D {
    const { ofGroup, ofOwn } = this.#weights;
    this.#sum ??= this.#before();
    const sum = ofGroup(this.#sum, group);
    return (ofOwn(group, own)?.add(sum) ?? sum) as tf.Tensor2D;
  }

  #before(): tf.Tensor {
    const sum = this.#sums[this.#places.length % this.#sums.length] as tf.Tensor;
    return this.#weights.ofLeft(this.#places)?.add(sum) ?? sum;
  }
}

function sumsOf(sum: tf.Tensor, width: number): readonly tf.Tensor[] {
  if (sum.rank === 1) return [sum];
  const [batch, , places, outputs] = (sum as tf.Tensor4D).shape;
  const flat = sum.reshape<tf.Tensor2D>([batch, places * outputs]);
  return places === 1 ? [flat] : tf.split(flat, width, 1);
}
