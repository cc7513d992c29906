import * as tf from '@tensorflow/tfjs';
import { DataError } from '../errors.ts';
import { hasEvent, type Shape, shapeText, sizeOf } from '../shape.ts';

/** A host array; its first axis is the rows. */
export type NumericArray = {
  readonly data: Float32Array | Int32Array | Uint8Array | Float64Array;
  readonly shape: Shape;
};

/** Rows of numbers on the host that `fit` cuts batches from, checked once. */
export class Rows {
  readonly count: number;
  readonly #data: NumericArray['data'];
  readonly #event: Shape;
  readonly #width: number;

  private constructor({ data, shape }: NumericArray) {
    this.count = shape[0] as number;
    this.#data = data;
    this.#event = shape.slice(1);
    this.#width = sizeOf(this.#event);
  }

  /**
   * Reads a tensor or takes an array, and checks its shape and each number.
   *
   * @param event the shape of one row; any where absent.
   * @param options.mayMiss whether numbers may be NaN, those of elements that are missing.
   * @throws DataError where there is no row, a row has another shape, or a number is not finite in float32.
   */
  static async from(
    who: string,
    source: tf.Tensor | NumericArray,
    event?: Shape,
    { mayMiss = false } = {},
  ): Promise<Rows> {
    const array = source instanceof tf.Tensor ? { data: await source.data(), shape: source.shape } : source;
    requireRows(who, array, event);
    const rows = new Rows(array);
    rows.#requireFinite(who, mayMiss);
    return rows;
  }

  /** The rows `order[from]` to `order[to - 1]` as a float32 tensor; rows `from` to `to` where there is no order. */
  batch(from: number, to: number, order?: readonly number[]): tf.Tensor {
    const width = this.#width;
    const values = new Float32Array((to - from) * width);
    if (order === undefined) values.set(this.#data.subarray(from * width, to * width));
    else {
      for (let i = from; i < to; i++) {
        const start = (order[i] as number) * width;
        const target = (i - from) * width;
        for (let j = 0; j < width; j++) values[target + j] = this.#data[start + j] as number;
      }
    }
    return tf.tensor(values, [to - from, ...this.#event], 'float32');
  }

  #requireFinite(who: string, mayMiss: boolean): void {
    for (let i = 0; i < this.#data.length; i++) {
      const value = this.#data[i] as number;
      if (!Number.isFinite(Math.fround(value)) && !(mayMiss && Number.isNaN(value))) {
        const [row, column] = [Math.floor(i / this.#width), i % this.#width];
        throw new DataError(`${who}: expected finite float32 numbers, got ${value} in row ${row}, column ${column}`);
      }
    }
  }
}

function requireRows(who: string, { data, shape }: NumericArray, event?: Shape): void {
  if (!Array.isArray(shape) || !ArrayBuffer.isView(data)) {
    throw new DataError(
      `${who}: expected a tensor or { data: a typed array, shape }, got ${typeof data} and ${typeof shape}`,
    );
  }
  if (shape.length === 0 || sizeOf(shape) !== data.length) {
    throw new DataError(
      `${who}: expected rows of shape ${shapeText(['rows', ...(event ?? [])])}, got ${data.length} numbers of shape ${shapeText(shape)}`,
    );
  }
  if (data.length === 0) throw new DataError(`${who}: expected at least one row, got shape ${shapeText(shape)}`);
  if (event !== undefined && !hasEvent(shape, event)) {
    throw new DataError(`${who}: expected shape ${shapeText(['rows', ...event])}, got ${shapeText(shape)}`);
  }
}
