import { DomainError } from '../errors.ts';

/**
 * What those before it have to leave of a column's variance: of its spread 3·10⁻⁵ then, beside which the rounding of
 * float32 in L⁻¹ x, 6·10⁻⁸ of the spread, comes to 2·10⁻³ of z. With a smaller share z is soon rounding alone.
 */
const leastShare = 1e-9;

/**
 * The Cholesky factor L of a covariance, Σ = L Lᵀ, row after row, in float64 (Golub and Van Loan 2013, algorithm
 * 4.2.2).
 *
 * @throws DomainError naming the first column that is constant, or so nearly a linear function of those before it that
 * they leave no more than 10⁻⁹ of its variance.
 */
export function cholesky(who: string, covariance: Float64Array, dims: number): Float64Array {
  const L = new Float64Array(dims * dims);
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < j; k++) sum += (L[i * dims + k] as number) * (L[j * dims + k] as number);
    return sum;
  };
  for (let j = 0; j < dims; j++) {
    const variance = covariance[j * dims + j] as number;
    const rest = variance - dot(j, j);
    if (!(rest > leastShare * variance)) throw new DomainError(singular(who, j, variance));
    const pivot = Math.sqrt(rest);
    L[j * dims + j] = pivot;
    for (let i = j + 1; i < dims; i++) L[i * dims + j] = ((covariance[i * dims + j] as number) - dot(i, j)) / pivot;
  }
  return L;
}

/** L⁻¹ of a lower triangular L, by forward substitution of the columns of the identity, in float64. */
export function inverseOfLower(L: Float64Array, dims: number): Float64Array {
  const inverse = new Float64Array(dims * dims);
  for (let j = 0; j < dims; j++) {
    for (let i = j; i < dims; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= (L[i * dims + k] as number) * (inverse[k * dims + j] as number);
      inverse[i * dims + j] = sum / (L[i * dims + i] as number);
    }
  }
  return inverse;
}

function singular(who: string, column: number, variance: number): string {
  const what = variance > 0 ? 'a linear function of the columns before it' : 'constant';
  return `${who}: column ${column} is ${what}, so that the covariance is singular: leave it out, or add a ridge`;
}
