import * as tf from '@tensorflow/tfjs';
import { flatZeros } from './flat-memory.ts';

/**
 * Variables by their path, and one flat float32 array that holds all their values in the same order: whole numbers too,
 * which are exact up to 2²⁴. Its buffer has
 * room for more than the values, so that what is sent elsewhere is to be a copy.
 */
export class FlatParameters {
  readonly values: Float32Array;

  constructor(readonly variables: ReadonlyMap<string, tf.Variable>) {
    let size = 0;
    for (const variable of variables.values()) size += variable.size;
    this.values = flatZeros(size);
  }

  /** The part of a flat array that belongs to each path: views, not copies. */
  views(flat: Float32Array = this.values): Map<string, Float32Array> {
    const views = new Map<string, Float32Array>();
    let start = 0;
    for (const [path, { size }] of this.variables) {
      views.set(path, flat.subarray(start, start + size));
      start += size;
    }
    return views;
  }

  /** Takes the values of the variables into `values`. */
  async read(): Promise<void> {
    const parts = await Promise.all([...this.variables.values()].map((variable) => variable.data()));
    for (const [i, view] of [...this.views().values()].entries()) view.set(parts[i] as Float32Array);
  }

  /** Assigns a flat array to the variables. */
  write(flat: Float32Array = this.values): void {
    // Some backends keep the array that they are given, while `flat` goes on changing in place.
    const views = this.views(flat.slice());
    for (const [path, variable] of this.variables) {
      const view = views.get(path) as Float32Array;
      const value = tf.tensor(view, variable.shape, variable.dtype);
      variable.assign(value);
      value.dispose();
    }
  }
}
