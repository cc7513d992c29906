/** The best weights of a sum, and the mean square that they leave. */
export type LeastSquares = {
  /** How many rows were added. */
  readonly count: number;
  /** A row: y ≈ Σ_i w_i x_i. */
  add(x: ArrayLike<number>, y: number): void;
  solve(): { weights: Float64Array; variance: number };
};

/** Beside the mean square of each column: columns that others make up have weights all the same. */
const ridge = 1e-9;

/**
 * min_w Σ (y - Σ_i w_i x_i)² over rows that come one by one, by the normal equations X'X w = X'y in float64.
 *
 * @param width the number of weights.
 */
export function leastSquares(width: number): LeastSquares {
  // X'X with X'y as its last row, the lower triangle.
  const moments = new Float64Array((width + 1) ** 2);
  let [count, squares] = [0, 0];
  return {
    get count() {
      return count;
    },
    add(x, y) {
      for (let i = 0; i <= width; i++) {
        const value = i < width ? (x[i] as number) : y;
        for (let j = 0; j <= Math.min(i, width - 1); j++)
          (moments[i * (width + 1) + j] as number) += value * (x[j] as number);
      }
      squares += y * y;
      count++;
    },
    solve() {
      const at = (i: number, j: number) => moments[i * (width + 1) + j] as number;
      const weights = solved(width, at);
      const explained = weights.reduce((sum, weight, i) => sum + weight * at(width, i), 0);
      return { weights, variance: Math.max(0, (squares - explained) / count) };
    },
  };
}

/** w of M w = m, M symmetric and m its last row, by Cholesky's L L' = M. */
function solved(width: number, at: (i: number, j: number) => number): Float64Array {
  const lower = Array.from({ length: width }, () => new Float64Array(width));
  const entry = (i: number, j: number) => lower[i]?.[j] as number;
  const weights = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j) + (i === j ? ridge * at(i, i) + Number.MIN_VALUE : 0);
      for (let k = 0; k < j; k++) sum -= entry(i, k) * entry(j, k);
      (lower[i] as Float64Array)[j] = i === j ? Math.sqrt(Math.max(sum, ridge * at(i, i))) || 1 : sum / entry(j, j);
    }
  }
  for (let i = 0; i < width; i++) {
    let sum = at(width, i);
    for (let k = 0; k < i; k++) sum -= entry(i, k) * (weights[k] as number);
    weights[i] = sum / entry(i, i);
  }
  for (let i = width - 1; i >= 0; i--) {
    let sum = weights[i] as number;
    for (let k = i + 1; k < width; k++) sum -= entry(k, i) * (weights[k] as number);
    weights[i] = sum / entry(i, i);
  }
  return weights;
}
