import {
  type Config,
  convolve,
  disposeParts,
  parameter,
  type Rng,
  requireImages,
  symmetric,
  type Trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { addBias } from './add-bias.ts';
import { box, type Offset } from './reach.ts';

/**
 * - `inputs`, `outputs`: the numbers of channels.
 * - `size`: k, odd; the filter is as wide, and reads (k - 1) / 2 rows above.
 * - `own`: whether it reads the row itself too.
 */
export type VerticalConvolutionOptions = { inputs: number; outputs: number; size: number; own: boolean; rng: Rng };

/**
 * A convolution of the vertical stack (van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders",
 * section 2.3): of the rows above a place, as wide to its right as to its left, and of its own row where that holds what
 * is made of rows above it only. Weights start with variance 1/n, where n counts what is read.
 */
export class VerticalConvolution implements Trainable {
  readonly config: Config;
  readonly parts: { readonly kernel: tf.Variable<tf.Rank.R4>; readonly bias: tf.Variable<tf.Rank.R1> };
  /** From a place to those that it reads. */
  readonly offsets: readonly Offset[];
  readonly #sizes: Omit<VerticalConvolutionOptions, 'rng'>;

  constructor({ inputs, outputs, size, own, rng }: VerticalConvolutionOptions) {
    const above = (size - 1) / 2;
    const rows = above + (own ? 1 : 0);
    const limit = Math.sqrt(3 / (rows * size * inputs));
    this.#sizes = { inputs, outputs, size, own };
    this.config = { kind: 'vertical-convolution', ...this.#sizes };
    this.offsets = box([-above, own ? 0 : -1], [-above, above]);
    this.parts = {
      kernel: parameter([rows, size, inputs, outputs], (shape) => symmetric(rng.fork('kernel'), shape, limit)),
      bias: parameter([outputs], (shape) => symmetric(rng.fork('bias'), shape, limit)),
    };
  }

  /**
   * `[batch, height, width, inputs]` to `[batch, height, width, outputs]`.
   *
   * @throws ShapeError where x has another shape.
   */
  apply(x: tf.Tensor4D): tf.Tensor4D {
    requireImages('VerticalConvolution.apply', 'x', x, this.#sizes.inputs);
    const { kernel, bias } = this.parts;
    const above = (this.#sizes.size - 1) / 2;
    return tf.tidy(() => {
      const none: [number, number] = [0, 0];
      const filter = this.#sizes.own ? kernel : kernel.pad([[0, 1], none, none, none]);
      const zeros = [
        [above, 0],
        [above, above],
      ] as const;
      return addBias(convolve(x, filter as tf.Tensor4D, { zeros }), bias);
    });
  }

  /** The same for one row, of the last (k - 1) / 2 rows above it, and itself where it is read: `[batch, 1, width, outputs]`. */
  ofRows(x: tf.Tensor4D): tf.Tensor4D {
    const { kernel, bias } = this.parts;
    const above = (this.#sizes.size - 1) / 2;
    const zeros = [
      [0, 0],
      [above, above],
    ] as const;
    return tf.tidy(() => convolve(x, kernel as tf.Tensor4D, { zeros }).add(bias));
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** A {@link VerticalConvolution}. */
export const verticalConvolution = (options: VerticalConvolutionOptions): VerticalConvolution =>
  new VerticalConvolution(options);
