import type { NumericArray } from '@flows/core';

/** The classes of rows as a context, `[rows, classes]`: 1 at each row's class, 0 elsewhere. */
export function oneHot(labels: ArrayLike<number>, classes: number): NumericArray {
  const data = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) data[row * classes + (labels[row] as number)] = 1;
  return { data, shape: [labels.length, classes] };
}
