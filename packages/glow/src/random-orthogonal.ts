import type { Rng } from '@flows/core';

/**
 * A random orthogonal matrix of `size` rows, row after row, uniform among all: a rotation, or one with a reflection. It is
 * Q of a matrix of normal numbers by modified Gram-Schmidt, done twice, which leaves the rows orthogonal to the last digits
 * of float64 (Golub and Van Loan 2013, section 5.2.9).
 */
export function randomOrthogonal(size: number, rng: Rng): Float64Array {
  const numbers = Float64Array.from(rng.normals(size * size));
  const rows = Array.from({ length: size }, (_, i) => numbers.subarray(i * size, (i + 1) * size));
  for (const [i, row] of rows.entries()) {
    for (let pass = 0; pass < 2; pass++) {
      for (const before of rows.slice(0, i)) subtract(row, before, dot(row, before));
    }
    const length = Math.sqrt(dot(row, row));
    row.forEach((value, j) => {
      row[j] = value / length;
    });
  }
  return numbers;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}

function subtract(a: Float64Array, b: Float64Array, times: number): void {
  for (let j = 0; j < a.length; j++) a[j] = (a[j] as number) - times * (b[j] as number);
}
