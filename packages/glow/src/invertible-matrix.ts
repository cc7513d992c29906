import type { Config } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/** A matrix, and log|det| of it, in nats. */
export type MatrixAndLogDet = { matrix: tf.Tensor2D; logDet: tf.Scalar };

/** A trained matrix W, `[c, c]`, in a form whose log-determinant and inverse are at hand. */
export type InvertibleMatrix = {
  /** What describes the form beside the number of channels. */
  readonly config: Omit<Config, 'kind'>;
  readonly parts: { readonly [name: string]: tf.Variable };
  /** W and log|det W|. */
  matrix(): MatrixAndLogDet;
  /** W⁻¹ and log|det W⁻¹|. */
  inverse(): MatrixAndLogDet;
  /** @throws DomainError where W is singular, or a number in it is not finite. */
  constrain(): void;
};
