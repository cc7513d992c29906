import * as tf from '@tensorflow/tfjs';
import { DataError, DomainError, ShapeError } from '../errors.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';

/** Rows of numbers on the host, of which some elements are missing. */
export class Gaps {
  readonly shape: Shape;
  readonly count: number;
  readonly #values: Float32Array;
  readonly #missing: Uint8Array;
  readonly #width: number;

  private constructor(shape: Shape, values: Float32Array, missing: Uint8Array) {
    this.shape = shape;
    this.count = shape[0] as number;
    this.#values = values;
    this.#missing = missing;
    this.#width = sizeOf(shape.slice(1));
  }

  /**
   * Reads x, whose missing elements are NaN or not 0 in `missing`.
   *
   * @throws ShapeError where `missing` has another shape than x.
   * @throws DataError where there is no row, or an observed number is infinite.
   */
  static async from(x: tf.Tensor, missing?: tf.Tensor): Promise<Gaps> {
    if (missing && String(missing.shape) !== String(x.shape)) {
      throw new ShapeError(
        `impute: expected missing of x's shape ${shapeText(x.shape)}, got ${shapeText(missing.shape)}`,
      );
    }
    if (x.size === 0) throw new DataError(`impute: expected at least one row, got shape ${shapeText(x.shape)}`);
    const values = Float32Array.from(await x.data());
    const marked = await missing?.data();
    const gaps = Uint8Array.from(values, (value, i) => (Number.isNaN(value) || (marked && marked[i] !== 0) ? 1 : 0));
    const read = new Gaps(x.shape, values, gaps);
    read.#requireFinite();
    return read;
  }

  /** Whether each element of a row, in the order in which they lie, is missing. */
  missingOf(row: number): boolean[] {
    const start = row * this.#width;
    return Array.from(this.#missing.subarray(start, start + this.#width), (gap) => gap === 1);
  }

  /** Some rows and, as bool, where elements of them are missing: `[rows.length, ...event]`. */
  batch(rows: readonly number[]): { x: tf.Tensor; missing: tf.Tensor } {
    const [values, missing] = [this.#values, this.#missing].map((from) => {
      const taken = new Float32Array(rows.length * this.#width);
      for (const [i, row] of rows.entries()) {
        taken.set(from.subarray(row * this.#width, (row + 1) * this.#width), i * this.#width);
      }
      return taken;
    }) as [Float32Array, Float32Array];
    const shape = [rows.length, ...this.shape.slice(1)];
    return { x: tf.tensor(values, shape), missing: tf.tidy(() => tf.tensor(missing, shape).notEqual(0)) };
  }

  /**
   * Takes the missing elements of some rows from `values`, those rows one after another.
   *
   * @throws DomainError naming a row that is given a number which is not finite.
   */
  fill(rows: readonly number[], values: ArrayLike<number>): void {
    for (const [i, row] of rows.entries()) {
      for (let j = 0; j < this.#width; j++) {
        const [from, to] = [i * this.#width + j, row * this.#width + j];
        if (this.#missing[to] === 0) continue;
        const value = values[from] as number;
        if (!Number.isFinite(value)) {
          throw new DomainError(
            `impute: the model gives ${value} for row ${row}, column ${j}; is what was observed of it far from the data?`,
          );
        }
        this.#values[to] = value;
      }
    }
  }

  /** All rows, `[batch, ...event]`. */
  toTensor(): tf.Tensor {
    return tf.tensor(this.#values, [...this.shape]);
  }

  #requireFinite(): void {
    const infinite = this.#values.findIndex((value, i) => this.#missing[i] === 0 && !Number.isFinite(value));
    if (infinite < 0) return;
    const [row, column] = [Math.floor(infinite / this.#width), infinite % this.#width];
    throw new DataError(
      `impute: expected observed elements to be finite, got ${this.#values[infinite]} in row ${row}, column ${column}; a missing one is NaN`,
    );
  }
}
