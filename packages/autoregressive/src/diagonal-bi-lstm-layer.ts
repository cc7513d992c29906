import { type Cache, type Config, disposeParts, type Given, type Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { lstmStep } from './convolutional-lstm.ts';
import { type Diagonals, diagonals } from './diagonals.ts';
import type { LstmLayer, LstmRow, LstmSizes } from './lstm-layer.ts';
import { scanLstm } from './lstm-scan.ts';
import { LstmWeights } from './lstm-weights.ts';
import { joined } from './place-weights.ts';
import { joinPlaces, takePlaces } from './take-places.ts';

/** What the sums of a place read of the diagonal before: the state beside it, and that of the row above. */
const taps = [0, -1];

/**
 * A layer of the Diagonal BiLSTM (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.2), which goes from
 * diagonal to diagonal, those being the columns of skew(x) (`skew`). K^is is a 1x1 convolution (mask B), K^ss a column-wise
 * one of 2x1 places of skew(x), without a mask: it reads the state of the place on the left and of the place above.
 *
 *     z_rc = K^is x_rc + K^ss (h_{r, c-1}, h_{r-1, c}) + C context,      c_rc from c_{r, c-1}
 *
 * A second LSTM, with weights of its own, goes from the right, c + 1 for c - 1. Its h is shifted down by one row, where all
 * that it knows lies in rows above, and added to that of the first.
 *
 * Both go in one computation, and of each diagonal over the places that lie in the image, half of those of skew(x).
 */
export class DiagonalBiLstmLayer implements LstmLayer {
  readonly config: Config;
  readonly parts: LstmWeights['parts'];
  readonly #weights: LstmWeights;
  readonly #sizes: LstmSizes;
  readonly #diagonals: Diagonals;

  constructor({ rng, ...sizes }: LstmSizes & { rng: Rng }) {
    this.config = { kind: 'diagonal-bi-lstm-layer', ...sizes };
    this.#sizes = sizes;
    this.#diagonals = diagonals(...sizes.shape);
    this.#weights = new LstmWeights({ ...sizes, columns: 1, lstms: 2, taps: taps.length, rng });
    this.parts = this.#weights.parts;
  }

  apply(x: tf.Tensor3D, { context }: Given = {}): tf.Tensor3D {
    const [places, batch, inputs] = x.shape;
    const { rows, toDiagonals, toPlaces } = this.#diagonals;
    return tf.tidy(() => {
      const weights = this.#weights;
      const read = takePlaces(x.reshape([places, batch * inputs]), toDiagonals);
      const flat = read.reshape<tf.Tensor3D>([2, places * batch, inputs]);
      const sums = tf.matMul(flat, weights.inputToState()).add<tf.Tensor3D>(weights.bias());
      const added = this.#alongDiagonals(weights.ofContext(context));
      const z = added ? sums.reshape([2, places, batch, -1]).add(added).reshape<tf.Tensor3D>(sums.shape) : sums;
      const h = scanLstm(z, weights.stateToState(), { steps: rows, taps });
      return joinPlaces(h.reshape([2, places, -1]), toPlaces).reshape([places, batch, this.#sizes.units]);
    });
  }

  begin(rows: number): Cache {
    const size = this.#sizes.shape[1] * this.#sizes.units;
    return [tf.zeros([rows, size]), tf.zeros([rows, size])];
  }

  row(cache: Cache, { context }: Given = {}): LstmRow {
    const { groups, shape } = this.#sizes;
    const width = shape[1];
    const [fromLeft, fromRight] = cache as [tf.Tensor2D, tf.Tensor2D];
    const own = this.#weights.ofPlaces(0);
    const [ofAbove, ofAboveRight] = this.#ofAbove([fromLeft, fromRight], context);
    const toRight = this.#beside(0);
    const ofLeft = tf.split(ofAbove, width, 1) as tf.Tensor2D[];
    const others = tf.split(fromRight, width * groups, 1) as tf.Tensor2D[];
    const [xs, hs, cs]: [tf.Tensor2D[], tf.Tensor2D[], tf.Tensor2D[]] = [[], [], []];
    let base: tf.Tensor2D;
    return {
      next: (x) => {
        const place = hs.length;
        const group = place % groups;
        if (group === 0) {
          base = ofLeft[place / groups] as tf.Tensor2D;
          if (place > 0) base = base.add(joined(hs.slice(place - groups)).matMul(toRight));
        }
        xs.push(x);
        const ofOwn = own.ofOwn(group, xs.slice(place - group)) as tf.Tensor2D;
        const z = own.ofGroup(base, group).add<tf.Tensor2D>(ofOwn);
        const { h, c } = lstmStep(z.tanh(), cs[place - groups]);
        hs.push(h);
        cs.push(c);
        return h.add(others[place] as tf.Tensor2D);
      },
      end: () => [joined(hs), this.#fromRight(joined(xs), ofAboveRight)],
    };
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** What is added to the sums of places, `[2, places, batch, 4 units]`, diagonal by diagonal; alike at all, as it is. */
  #alongDiagonals(added: tf.Tensor4D | undefined): tf.Tensor4D | undefined {
    if (added === undefined || added.shape[1] === 1) return added;
    const [, places, batch, sums] = added.shape;
    const each = tf.split(added, 2, 0).map((part, lstm) => {
      const order = this.#diagonals.toDiagonals[lstm] as readonly number[];
      return takePlaces(part.reshape([places, batch * sums]), [order]);
    });
    return tf.concat(each).reshape([2, places, batch, sums]);
  }

  /** K^ss of what lies beside a place, `[units, 4 units]`. */
  #beside(lstm: number): tf.Tensor2D {
    const { units } = this.#sizes;
    return this.#weights
      .stateToState()
      .slice([lstm, 0, 0], [1, units, -1])
      .reshape([units, 4 * units]);
  }

  /** What the row above, the biases and the context give the sums of a row's places, `[batch, width · 4 units]` each. */
  #ofAbove(states: readonly [tf.Tensor2D, tf.Tensor2D], context: tf.Tensor | undefined): [tf.Tensor2D, tf.Tensor2D] {
    const { units, shape } = this.#sizes;
    const above = this.#weights.stateToState().slice([0, units, 0]);
    const rows = states[0].shape[0];
    const h = tf.stack(states.map((state) => state.reshape([rows * shape[1], units]))) as tf.Tensor3D;
    const sums = tf
      .matMul(h, above)
      .add(this.#weights.bias())
      .reshape([2, rows, shape[1], 4 * units]);
    const added = this.#weights.ofContext(context);
    const whole = added ? sums.add(added.transpose([0, 2, 1, 3])) : sums;
    return tf.split(whole, 2, 0).map((part) => part.reshape([rows, -1])) as [tf.Tensor2D, tf.Tensor2D];
  }

  /** h of the LSTM that goes from the right over a whole row, `[batch, width · units]`, of the inputs of its places. */
  #fromRight(x: tf.Tensor2D, ofAbove: tf.Tensor2D): tf.Tensor2D {
    const { inputs, units, shape } = this.#sizes;
    const weights = this.#weights
      .inputToState()
      .slice(1, 1)
      .reshape<tf.Tensor2D>([inputs, 4 * units]);
    const ofInputs = tf.matMul(x.reshape<tf.Tensor2D>([-1, inputs]), weights).reshape(ofAbove.shape);
    const sums = tf.split(ofAbove.add(ofInputs), shape[1], 1) as tf.Tensor2D[];
    const toLeft = this.#beside(1);
    const hs: tf.Tensor2D[] = [];
    let memory: tf.Tensor2D | undefined;
    for (const sum of [...sums].reverse()) {
      const z = hs[0] ? sum.add<tf.Tensor2D>(hs[0].matMul(toLeft)) : sum;
      const { h, c } = lstmStep(z.tanh(), memory);
      hs.unshift(h);
      memory = c;
    }
    return joined(hs);
  }
}
