import {
  type Batch,
  type Bijector,
  type Config,
  ConfigError,
  type DataInitialized,
  disposeParts,
  type Given,
  isDataInitialized,
  isRecalibrated,
  type Mapped,
  mapped,
  type Recalibrated,
  type Rng,
  requireBijector,
  requireCount,
  requireEvent,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type ImageShape, requireImageShape } from './image-shape.ts';

/**
 * - `shape`: the shape of x.
 * - `keep`: how many channels go on; the first ⌈C/2⌉ where absent.
 * - `rest`: what follows for those, from latent vectors to images `[height, width, keep]`.
 */
export type FactorOutOptions = { shape: ImageShape; keep?: number; rest: Bijector<tf.Tensor2D, tf.Tensor4D> };

/**
 * Factoring out channels (Dinh et al. 2017, section 3.6, eq. 14 to 16): the last channels of x are latents as they are,
 * the first go on through the rest of the flow, h.
 *
 *     z = (x_out, h⁻¹(x_keep))               log|det ∂z/∂x| = log|det ∂h⁻¹/∂x_keep|
 *
 * z is one vector `[batch, D]`: first what leaves here, place by place, then what leaves later. x is
 * `[batch, height, width, C]`. A prior of x_out given x_keep is a coupling in front (see `multiScale`).
 *
 * @throws ConfigError where no channel would go on, or none leave.
 */
export class FactorOut
  implements Bijector<tf.Tensor2D, tf.Tensor4D>, DataInitialized<tf.Tensor4D>, Recalibrated<tf.Tensor4D>
{
  readonly config: Config;
  readonly parts: { readonly rest: Bijector<tf.Tensor2D, tf.Tensor4D> };
  readonly #shape: ImageShape;
  readonly #keep: number;

  constructor({ shape, keep = Math.ceil((shape?.[2] ?? 0) / 2), rest }: FactorOutOptions) {
    const [, , channels] = requireImageShape('factorOut', shape);
    requireBijector('factorOut', 'rest', rest);
    requireCount('factorOut', 'keep', keep);
    if (keep >= channels) {
      throw new ConfigError(`factorOut: expected to keep fewer than all ${channels} channels, got keep ${keep}`);
    }
    this.config = { kind: 'factor-out', shape: [...shape], keep, rest: rest.config };
    this.parts = { rest };
    this.#shape = shape;
    this.#keep = keep;
  }

  /** @throws ShapeError where z is not `[batch, D]`. */
  forward(z: tf.Tensor2D, given?: Given): Mapped<tf.Tensor4D> {
    const [height, width, channels] = this.#shape;
    requireEvent('FactorOut.forward', 'z', z, [height * width * channels]);
    const leaving = height * width * (channels - this.#keep);
    return mapped(() => {
      const out = z.slice([0, 0], [-1, leaving]).reshape([-1, height, width, channels - this.#keep]);
      const { value: kept, logDet } = this.parts.rest.forward(z.slice([0, leaving], [-1, -1]), given);
      return { value: tf.concat([kept, out as tf.Tensor4D], 3), logDet };
    });
  }

  /** @throws ShapeError where x is not `[batch, height, width, C]`. */
  inverse(x: tf.Tensor4D, given?: Given): Mapped<tf.Tensor2D> {
    requireEvent('FactorOut.inverse', 'x', x, this.#shape);
    return mapped(() => {
      const out = x.slice([0, 0, 0, this.#keep], [-1, -1, -1, -1]);
      const { value: later, logDet } = this.parts.rest.inverse(this.#kept(x), given);
      return { value: tf.concat([out.reshape([x.shape[0], -1]), later], 1) as tf.Tensor2D, logDet };
    });
  }

  /** Initialises the rest with the channels that go on. */
  initialize(x: tf.Tensor4D, options: { rng: Rng; context?: tf.Tensor }): void {
    const { rest } = this.parts;
    if (isDataInitialized(rest)) tf.tidy(() => rest.initialize(this.#kept(x), options));
  }

  /** Recalibrates the rest with the channels that go on. */
  recalibrate(batches: readonly Batch<tf.Tensor4D>[]): void {
    const { rest } = this.parts;
    if (!isRecalibrated(rest)) return;
    tf.tidy(() => rest.recalibrate(batches.map(({ x, context }) => ({ x: this.#kept(x), context }))));
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  #kept(x: tf.Tensor4D): tf.Tensor4D {
    return x.slice([0, 0, 0, 0], [-1, -1, -1, this.#keep]);
  }
}

export const factorOut = (options: FactorOutOptions): FactorOut => new FactorOut(options);
