import { DomainError } from '@flows/core';

/**
 * L, U and P of a matrix of `size` rows on the host: row i of A is row `permutation[i]` of L U. `factors` has both, row
 * after row, U on and above the diagonal, and below it L, whose diagonal is 1.
 */
export type HostLu = { readonly factors: Float64Array; readonly permutation: readonly number[] };

/** What is left of float32 numbers that cancel, 16 units of their last place, is little but rounding. */
const ROUNDING = 2 ** -20;

/**
 * The decomposition A = P L U with partial pivoting, in float64 (Golub and Van Loan 2013, algorithm 3.4.1).
 *
 * @throws DomainError where A is singular to the precision of float32: the best pivot u_kk of a column is little but
 * rounding of what it is the difference of, |u_kk| ≤ 2⁻²⁰ Σ_j |l_kj| |u_jk|, whatever rows and columns are scaled by; or
 * where a number is not finite.
 */
export function pivotedLu(who: string, matrix: ArrayLike<number>, size: number): HostLu {
  const A = Float64Array.from(matrix);
  // The sum of the sizes of what each entry has become the sum of.
  const sizes = A.map(Math.abs);
  const rows = Array.from({ length: size }, (_, i) => i);
  const at = (array: Float64Array, i: number, j: number) => array[(rows[i] as number) * size + j] as number;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(at(A, i, k)) > Math.abs(at(A, pivot, k))) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot] as number, rows[k] as number];
    if (!(Math.abs(at(A, k, k)) > ROUNDING * at(sizes, k, k))) throw new DomainError(singular(who, k));
    for (let i = k + 1; i < size; i++) {
      const row = (rows[i] as number) * size;
      const l = at(A, i, k) / at(A, k, k);
      A[row + k] = l;
      for (let j = k + 1; j < size; j++) {
        A[row + j] = (A[row + j] as number) - l * at(A, k, j);
        sizes[row + j] = (sizes[row + j] as number) + Math.abs(l * at(A, k, j));
      }
    }
  }
  const permutation = new Array<number>(size);
  for (const [k, row] of rows.entries()) permutation[row] = k;
  return { factors: A.map((_, at_) => at(A, Math.floor(at_ / size), at_ % size)), permutation };
}

const singular = (who: string, column: number): string =>
  `${who}: expected an invertible matrix of finite numbers, got one whose column ${column} depends on those before it`;
