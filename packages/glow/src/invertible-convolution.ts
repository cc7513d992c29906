import {
  type Bijector,
  type Config,
  ConfigError,
  constantLogDet,
  disposeParts,
  type Mapped,
  mapped,
  placesOf,
  type Rng,
  requireColumns,
  requireCount,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { InvertibleMatrix, MatrixAndLogDet } from './invertible-matrix.ts';
import { type FixedFactors, factorsOf, luMatrix } from './lu-matrix.ts';
import { pivotedLu } from './pivoted-lu.ts';
import { plainMatrix } from './plain-matrix.ts';
import { randomOrthogonal } from './random-orthogonal.ts';

/** Whether W is one variable, or kept as the factors P L (U + diag(s)). */
export type Parameterization = 'lu' | 'plain';

/**
 * - `channels`: c.
 * - `parameterization`: of W; `lu` where absent.
 * - `start`: W at first: a random rotation, as in the paper, or the identity; `rotation` where absent.
 * - `permutation`, `signs`: P and sign(s) of the LU form, which training does not change. With them, and they come
 *   together, W starts as P diag(sign(s)).
 */
export type InvertibleConvolutionOptions = Partial<FixedFactors> & {
  channels: number;
  parameterization?: Parameterization;
  start?: 'rotation' | 'identity';
  rng: Rng;
};

/**
 * The invertible 1x1 convolution (Kingma and Dhariwal 2018, section 3.2), a permutation of channels that is learnt. The
 * paper writes it from data to latent, and so it is here: `inverse` is its map, at every one of h w places,
 *
 *     z_ij = W x_ij                           x_ij = W⁻¹ z_ij
 *     log|det ∂z/∂x| = h w log|det W|                                          (eq. 9)
 *
 * In LU form (eq. 10 and 11) W = P L (U + diag(s)), with log|det W| = Σ log|s|: P and the signs of s stay what they are, and
 * the variable `factors` holds L below its diagonal, log|s| on it and U above. W⁻¹ comes from two triangular inverses. In
 * plain form the variable is `matrix`, and W is brought to that form at every pass, with row exchanges.
 *
 * Events are vectors `[c]`, of which h w = 1, or images `[height, width, c]`.
 *
 * @throws ConfigError where an option is none of the above.
 */
export class InvertibleConvolution implements Bijector {
  readonly config: Config;
  readonly parts: { readonly [name: string]: tf.Variable };
  readonly #channels: number;
  readonly #W: InvertibleMatrix;

  constructor(options: InvertibleConvolutionOptions) {
    requireCount('invertibleConvolution', 'channels', options.channels);
    this.#channels = options.channels;
    this.#W = matrixOf(options);
    this.config = { kind: 'invertible-convolution', channels: options.channels, ...this.#W.config };
    this.parts = this.#W.parts;
  }

  /** @throws ShapeError where z is no batch of vectors or images of c channels. */
  forward<T extends tf.Tensor>(z: T): Mapped<T> {
    requireColumns('InvertibleConvolution.forward', 'z', z, this.#channels);
    return mapped(() => convolved(z, this.#W.inverse()));
  }

  /** @throws ShapeError where x is no batch of vectors or images of c channels. */
  inverse<T extends tf.Tensor>(x: T): Mapped<T> {
    requireColumns('InvertibleConvolution.inverse', 'x', x, this.#channels);
    return mapped(() => convolved(x, this.#W.matrix()));
  }

  /** @throws DomainError where W, assigned from outside, is singular. */
  constrain(): void {
    this.#W.constrain();
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

export const invertibleConvolution = (options: InvertibleConvolutionOptions): InvertibleConvolution =>
  new InvertibleConvolution(options);

/** The product of a matrix with the channels of every place. */
function convolved<T extends tf.Tensor>(x: T, { matrix, logDet }: MatrixAndLogDet): Mapped<T> {
  const channels = x.shape.at(-1) as number;
  const value = tf.matMul(x.reshape([-1, channels]), matrix, false, true).reshape(x.shape) as T;
  return { value, logDet: constantLogDet(x, logDet.mul(placesOf(x))) };
}

function matrixOf(options: InvertibleConvolutionOptions): InvertibleMatrix {
  const { channels, parameterization = 'lu', start = 'rotation', permutation, signs, rng } = options;
  if (start !== 'rotation' && start !== 'identity') {
    throw new ConfigError(
      `invertibleConvolution: expected start to be rotation or identity, got ${JSON.stringify(start)}`,
    );
  }
  const given = [permutation, signs].filter((factor) => factor !== undefined).length;
  if (given === 1 || (given === 2 && parameterization === 'plain')) {
    throw new ConfigError(
      'invertibleConvolution: expected permutation and signs together, and of the LU form, got one of them alone, or plain',
    );
  }
  const rotation = () => randomOrthogonal(channels, rng);
  if (parameterization === 'plain') return plainMatrix(channels, start === 'rotation' ? rotation() : undefined);
  if (parameterization !== 'lu') {
    throw new ConfigError(
      `invertibleConvolution: expected parameterization to be lu or plain, got ${JSON.stringify(parameterization)}`,
    );
  }
  if (permutation && signs) return luMatrix(channels, { permutation, signs });
  if (start === 'identity') return luMatrix(channels, identityFactors(channels));
  const { factors, ...fixed } = factorsOf(pivotedLu('invertibleConvolution', rotation(), channels));
  return luMatrix(channels, fixed, factors);
}

const identityFactors = (channels: number): FixedFactors => ({
  permutation: Array.from({ length: channels }, (_, i) => i),
  signs: new Array<number>(channels).fill(1),
});
