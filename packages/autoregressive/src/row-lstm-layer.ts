import { type Cache, type Config, convolve, disposeParts, type Given, type Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { lstmStep } from './convolutional-lstm.ts';
import type { LstmLayer, LstmRow, LstmSizes } from './lstm-layer.ts';
import { scanLstm } from './lstm-scan.ts';
import { LstmWeights } from './lstm-weights.ts';
import { MaskedRow } from './masked-row.ts';
import { joined } from './place-weights.ts';

/** The places of the row above that each state reads, from it. */
const taps = [-1, 0, 1];

/**
 * A layer of the Row LSTM (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.1), which goes down an
 * image row by row: K^is is a masked convolution of 3 places of the row (mask B), K^ss one of 3 places of the row above,
 * without a mask, since all of it is known.
 *
 *     z_rc = K^is ⊛ x_{r, c-1…c} + K^ss ⊛ h_{r-1, c-1…c+1} + C context,      c_rc from c_{r-1, c}
 */
export class RowLstmLayer implements LstmLayer {
  readonly config: Config;
  readonly parts: LstmWeights['parts'];
  readonly #weights: LstmWeights;
  readonly #sizes: LstmSizes;

  constructor({ rng, ...sizes }: LstmSizes & { rng: Rng }) {
    this.config = { kind: 'row-lstm-layer', ...sizes };
    this.#sizes = sizes;
    this.#weights = new LstmWeights({ ...sizes, columns: 3, lstms: 1, taps: taps.length, rng });
    this.parts = this.#weights.parts;
  }

  apply(x: tf.Tensor3D, { context }: Given = {}): tf.Tensor3D {
    const { shape, units } = this.#sizes;
    const [height, width] = shape;
    const [places, batch, inputs] = x.shape;
    return tf.tidy(() => {
      const weights = this.#weights;
      const rows = x.reshape<tf.Tensor3D>([height, width * batch, inputs]);
      const none: [number, number] = [0, 0];
      const left = rows.pad([none, [batch, 0], none]).slice([0, 0, 0], rows.shape);
      const read = tf.concat([left, rows], 2).reshape<tf.Tensor3D>([1, places * batch, -1]);
      const sums = tf.matMul(read, weights.inputToState()).add<tf.Tensor3D>(weights.bias());
      const added = weights.ofContext(context);
      const z = added ? sums.reshape([1, places, batch, -1]).add(added).reshape<tf.Tensor3D>(sums.shape) : sums;
      const steps = Array.from({ length: height }, () => [0, width] as const);
      return scanLstm(z, weights.stateToState(), { steps, taps }).reshape([places, batch, units]);
    });
  }

  begin(rows: number): Cache {
    const size = this.#sizes.shape[1] * this.#sizes.units;
    return [tf.zeros([rows, size]), tf.zeros([rows, size])];
  }

  row(cache: Cache, { context }: Given = {}): LstmRow {
    const [h, c] = cache as [tf.Tensor2D, tf.Tensor2D];
    const { groups, shape } = this.#sizes;
    const width = shape[1];
    const sums = new MaskedRow({ ofPlaces: () => this.#weights.ofPlaces(0) }, width, this.#ofAbove(h, context));
    const memories = tf.split(c, width * groups, 1) as tf.Tensor2D[];
    const [hs, cs]: [tf.Tensor2D[], tf.Tensor2D[]] = [[], []];
    return {
      next: (x) => {
        const state = lstmStep(sums.through(x).tanh(), memories[hs.length]);
        hs.push(state.h);
        cs.push(state.c);
        return state.h;
      },
      end: () => [joined(hs), joined(cs)],
    };
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** What the row above, the biases and the context give the sums of a row's places, `[batch, 1, width, 4 units]`. */
  #ofAbove(h: tf.Tensor2D, context: tf.Tensor | undefined): tf.Tensor {
    const { units, shape } = this.#sizes;
    const filter = this.#weights.stateToState().reshape<tf.Tensor4D>([1, taps.length, units, 4 * units]);
    const sums = convolve(h.reshape([-1, 1, shape[1], units]), filter).add(this.#weights.bias().reshape([-1]));
    const added = this.#weights.ofContext(context);
    return added ? sums.add(added.transpose([2, 0, 1, 3])) : sums;
  }
}
