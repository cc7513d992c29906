import * as tf from '@tensorflow/tfjs';

/**
 * - `before`: the n δ places before the stretch, one after the other with all rows of each, `[n δ · rows, channels]`.
 * - `kernel`: of n taps, the earliest first, `[n · channels, outputs]`.
 * - `addend`: added to every sum: `[outputs]`, or that of each place of the stretch, `[places · rows, outputs]`.
 * - `dilation`: δ.
 * - `places`: of the stretch.
 */
export type TapQueueOptions = {
  before: tf.Tensor2D;
  kernel: tf.Tensor2D;
  addend: tf.Tensor;
  dilation: number;
  places: number;
};

/**
 * What n earlier taps of a causal filter give to the places of a stretch that are computed one by one, from a queue of
 * the n δ places before it:
 *
 *     s_t = addend_t + Σ_i W_i x_{t - (n - i) δ},   i = 0 … n - 1
 *
 * Since no tap is nearer than δ, one product serves the next δ places, or all of a shorter stretch.
 */
export class TapQueue {
  readonly #options: TapQueueOptions;
  readonly #taps: number;
  readonly #rows: number;
  readonly #drawn: tf.Tensor2D[] = [];
  #block: readonly tf.Tensor2D[] = [];

  constructor(options: TapQueueOptions) {
    const { before, kernel, dilation } = options;
    this.#options = options;
    this.#taps = kernel.shape[0] / before.shape[1];
    this.#rows = before.shape[0] / (this.#taps * dilation);
  }

  /** s of the place after those that were pushed, `[rows, outputs]`. */
  next(): tf.Tensor2D {
    const { dilation, places } = this.#options;
    const within = this.#drawn.length % Math.min(dilation, places);
    if (within === 0) this.#block = this.#sums();
    return this.#block[within] as tf.Tensor2D;
  }

  /** Takes x of that place, `[rows, channels]`. */
  push(x: tf.Tensor2D): void {
    this.#drawn.push(x);
  }

  /** The queue after the stretch, as `before` was. */
  rest(): tf.Tensor2D {
    const { before, dilation, places } = this.#options;
    const left = this.#taps * dilation - places;
    if (left <= 0) return tf.concat2d(this.#drawn.slice(-left), 0);
    return tf.concat2d([before.slice([places * this.#rows, 0], [left * this.#rows, -1]), ...this.#drawn], 0);
  }

  /** s of the next places, up to δ of them. */
  #sums(): readonly tf.Tensor2D[] {
    const { kernel, addend, dilation, places } = this.#options;
    const first = this.#drawn.length;
    const count = Math.min(dilation, places - first);
    const taps = Array.from({ length: this.#taps }, (_, i) => this.#read(first + i * dilation, count));
    const own = addend.rank === 1 ? addend : addend.slice([first * this.#rows, 0], [count * this.#rows, -1]);
    const sums = tf.matMul(tf.concat2d(taps, 1), kernel).add(own) as tf.Tensor2D;
    return count === 1 ? [sums] : tf.split(sums, count, 0);
  }

  /** x of places of which `from` lie between the beginning of the queue and the first: all in the queue, or all drawn. */
  #read(from: number, count: number): tf.Tensor2D {
    const { before, dilation } = this.#options;
    const drawn = from - this.#taps * dilation;
    if (drawn < 0) return before.slice([from * this.#rows, 0], [count * this.#rows, -1]);
    return tf.concat2d(this.#drawn.slice(drawn, drawn + count), 0);
  }
}
