import {
  type Bijector,
  type Conditioner,
  type Config,
  ConfigError,
  disposeParts,
  type ElementwiseFamily,
  type Given,
  type Mapped,
  mapped,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type EventMask, type Mask, requireMask } from './mask.ts';
import { type Parting, parting } from './parting.ts';

/**
 * - `mask`: 1 where an element stays, 0 where it moves: a list over the columns, elements of vectors or channels of
 *   images, or over the elements `[height][width][channels]` of an image.
 * - `conditioner`: the network from the columns that stay to the parameters of those that move. With C₁ of the one and C₀
 *   of the other it has C₁ inputs and `family.parameters · C₀` outputs; under a mask of elements both are all channels.
 * - `family`: how an element moves, `affineFamily()` or `additiveFamily()`.
 */
export type CouplingOptions = { mask: Mask | EventMask; conditioner: Conditioner; family: ElementwiseFamily };

/**
 * A coupling layer (Dinh et al. 2015, section 3.2; 2017, sections 3.2 to 3.4). The papers write its map g from data to
 * latent, and so it is here: `inverse` is their coupling. With x_a the elements that stay and x_b those that move,
 *
 *     z_a = x_a                               x_a = z_a
 *     z_b = g(x_b; θ(x_a))                    x_b = g⁻¹(z_b; θ(z_a))
 *
 * and for the affine family g(x_b; s, t) = x_b ⊙ exp(s) + t. Under a mask b of elements, that is equation 9 of 2017,
 *
 *     z = b ⊙ x + (1 - b) ⊙ (x ⊙ exp(s(b ⊙ x)) + t(b ⊙ x))
 *
 * The Jacobian is triangular, so that
 *
 *     log|det ∂z/∂x| = log|det ∂g/∂x_b|,  of the affine family  Σ_j s(x_a)_j
 *
 * Neither direction inverts θ, which can be any network. Events are `[batch, D]` or `[batch, height, width, channels]`.
 *
 * @throws ConfigError where the mask leaves or moves no element, or the conditioner has other sizes than C₁ inputs and
 * `family.parameters · C₀` outputs.
 */
export class Coupling implements Bijector {
  readonly config: Config;
  readonly parts: { readonly conditioner: Conditioner; readonly family: ElementwiseFamily };
  readonly #parting: Parting;

  constructor({ mask, conditioner, family }: CouplingOptions) {
    requireMask('coupling', mask);
    this.config = { kind: 'coupling', mask: [...mask], conditioner: conditioner.config, family: family.config };
    this.parts = { conditioner, family };
    this.#parting = parting(mask);
    requireConditioner(conditioner, this.#parting.read, family.parameters * this.#parting.moved);
  }

  /** @throws ShapeError where z is no batch of events that the mask fits, or the context neither one row nor z's. */
  forward<T extends tf.Tensor>(z: T, given?: Given): Mapped<T> {
    this.#parting.require('Coupling.forward', 'z', z);
    return this.#move(z, given, 'inverse');
  }

  /** @throws ShapeError where x is no batch of events that the mask fits, or the context neither one row nor x's. */
  inverse<T extends tf.Tensor>(x: T, given?: Given): Mapped<T> {
    this.#parting.require('Coupling.inverse', 'x', x);
    return this.#move(x, given, 'forward');
  }

  /** Where nothing that stays is missing, so that θ is known, or nothing that moves is observed, so that θ moves none. */
  separates(missing: readonly boolean[]): boolean {
    const { stays } = this.#parting;
    return !missing.some((gap, i) => gap && stays(i)) || missing.every((gap, i) => gap || stays(i));
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** g or g⁻¹: both read θ from the same elements, which is why the layer is easily inverted. */
  #move<T extends tf.Tensor>(input: T, given: Given | undefined, g: 'forward' | 'inverse'): Mapped<T> {
    const { conditioner, family } = this.parts;
    return mapped(() => {
      const { a, b } = this.#parting.apart(input);
      const { value, logDerivative } = family[g](b, conditioner.apply(a, given));
      return { value: this.#parting.join(a, value) as T, logDet: this.#parting.sum(logDerivative) };
    });
  }
}

/** Makes a {@link Coupling}, which owns its conditioner from then on. */
export const coupling = (options: CouplingOptions): Coupling => new Coupling(options);

function requireConditioner({ inputs, outputs }: Conditioner, read: number, parameters: number): void {
  if (inputs !== read || outputs !== parameters) {
    throw new ConfigError(
      `coupling: expected a conditioner of ${read} inputs and ${parameters} outputs for this mask and family, got ${inputs} and ${outputs}`,
    );
  }
}
