import { ConfigError, DomainError, parameter, requireList, takeColumns, takeRows } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { InvertibleMatrix } from './invertible-matrix.ts';
import type { HostLu } from './pivoted-lu.ts';
import { squareMask } from './square-mask.ts';
import { inverseOfUnitLower, inverseOfUnitUpper } from './triangular-inverse.ts';

/**
 * What of the form is not trained.
 *
 * - `permutation`: P; row i of P A is row `permutation[i]` of A.
 * - `signs`: the sign of each s, 1 or -1.
 */
export type FixedFactors = { readonly permutation: readonly number[]; readonly signs: readonly number[] };

/** The largest |log|s|| at which s and 1/s are float32 numbers of all their digits. */
const LARGEST = 87;

/**
 * W = P L (U + diag(s)) (Kingma and Dhariwal 2018, eq. 10), with L unit lower and U strictly upper triangular, in one
 * variable `factors` of c² numbers: L below its diagonal, log|s| on it, and U above.
 *
 *     log|det W| = Σ log|s|  (eq. 11)          W⁻¹ = (U + diag(s))⁻¹ L⁻¹ Pᵀ
 *
 * @param start what `factors` starts as, row after row; zeros where absent, so that W = P diag(sign(s)).
 * @throws ConfigError where P is no permutation, or a sign none, of so many channels.
 */
export function luMatrix(
  channels: number,
  { permutation, signs }: FixedFactors,
  start?: ArrayLike<number>,
): InvertibleMatrix {
  requireFixed(channels, { permutation, signs });
  const factors = parameter<tf.Rank.R2>([channels, channels], (shape) =>
    start ? tf.tensor2d(Float32Array.from(start), shape) : tf.zeros(shape),
  );
  const parted = () => factorsIn(factors as tf.Tensor2D, signs);
  return {
    config: { parameterization: 'lu', permutation: [...permutation], signs: [...signs] },
    parts: { factors },
    matrix: () =>
      tf.tidy(() => {
        const { L, U, s, logDet } = parted();
        const product = tf.matMul(L, U.add(tf.eye(channels).mul(s)) as tf.Tensor2D) as tf.Tensor2D;
        return { matrix: takeRows(product, permutation), logDet };
      }),
    inverse: () =>
      tf.tidy(() => {
        const { L, U, s, logDet } = parted();
        // U + diag(s) = diag(s) (diag(s)⁻¹ U + I)
        const ofUpper = inverseOfUnitUpper(U.div(s.expandDims(1))).div(s) as tf.Tensor2D;
        const product = tf.matMul(ofUpper, inverseOfUnitLower(L)) as tf.Tensor2D;
        return { matrix: takeColumns(product, permutation), logDet: logDet.neg() as tf.Scalar };
      }),
    constrain: () => requireInvertible(factors.dataSync(), channels),
  };
}

/** The factors of P L U as this form keeps them. */
export function factorsOf({ permutation, factors }: HostLu): FixedFactors & { factors: Float64Array } {
  const channels = permutation.length;
  const diagonal = permutation.map((_, i) => factors[i * (channels + 1)] as number);
  const stored = factors.map((value, at) => (at % (channels + 1) === 0 ? Math.log(Math.abs(value)) : value));
  return { permutation, signs: diagonal.map(Math.sign), factors: stored };
}

type Factors = { L: tf.Tensor2D; U: tf.Tensor2D; s: tf.Tensor1D; logDet: tf.Scalar };

function factorsIn(factors: tf.Tensor2D, signs: readonly number[]): Factors {
  const c = signs.length;
  const logScale = factors.mul(tf.eye(c)).sum(0) as tf.Tensor1D;
  return {
    L: factors.mul(squareMask(c, (i, j) => i > j)).add(tf.eye(c)),
    U: factors.mul(squareMask(c, (i, j) => i < j)),
    s: logScale.exp().mul(tf.tensor1d([...signs])),
    logDet: logScale.sum(),
  };
}

function requireFixed(channels: number, { permutation, signs }: FixedFactors): void {
  const order = [...requireList('invertibleConvolution', 'permutation', permutation)];
  const isOrder =
    order.length === channels && order.toSorted((a, b) => Number(a) - Number(b)).every((row, i) => row === i);
  if (!isOrder) {
    throw new ConfigError(
      `invertibleConvolution: expected permutation to hold each whole number below ${channels} once, got ${JSON.stringify(permutation)}`,
    );
  }
  const list = requireList('invertibleConvolution', 'signs', signs);
  if (list.length !== channels || !list.every((sign) => sign === 1 || sign === -1)) {
    throw new ConfigError(
      `invertibleConvolution: expected signs to be ${channels} numbers 1 or -1, got ${JSON.stringify(signs)}`,
    );
  }
}

function requireInvertible(factors: ArrayLike<number>, channels: number): void {
  for (let at = 0; at < channels * channels; at++) {
    const value = factors[at] as number;
    const [i, j] = [Math.floor(at / channels), at % channels];
    if (!Number.isFinite(value) || (i === j && Math.abs(value) > LARGEST)) {
      const expected = i === j ? `log|s| within ±${LARGEST}` : 'finite numbers';
      throw new DomainError(
        `invertibleConvolution: expected an invertible matrix, with ${expected}, got ${value} at [${i}, ${j}] of its factors`,
      );
    }
  }
}
