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
  requireEvent,
  takeColumns,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type Mask, requireMask } from './mask.ts';

/**
 * - `mask`: 1 where an element stays, 0 where it moves.
 * - `conditioner`: the network from the D₁ elements that stay to the parameters of the D₀ that move; it has D₁ inputs
 *   and `family.parameters · D₀` outputs.
 * - `family`: how an element moves, `affineFamily()` or `additiveFamily()`.
 */
export type CouplingOptions = { mask: Mask; conditioner: Conditioner; family: ElementwiseFamily };

/**
 * A coupling layer (Dinh et al. 2015, section 3.2; 2017, section 3.2). The papers write its map g from data to latent,
 * and so it is here: `inverse` is their coupling. With x_a the elements that stay and x_b those that move,
 *
 *     z_a = x_a                               x_a = z_a
 *     z_b = g(x_b; θ(x_a))                    x_b = g⁻¹(z_b; θ(z_a))
 *
 * and for the affine family g(x_b; s, t) = x_b ⊙ exp(s) + t. The Jacobian is triangular, so that
 *
 *     log|det ∂z/∂x| = log|det ∂g/∂x_b| = Σ_j s(x_a)_j
 *
 * Neither direction inverts θ, which can be any network. Events are `[batch, D]`.
 *
 * @throws ConfigError where the mask leaves or moves no element, or the conditioner has other sizes than D₁ inputs and
 * `family.parameters · D₀` outputs.
 */
export class Coupling implements Bijector<tf.Tensor2D, tf.Tensor2D> {
  readonly config: Config;
  readonly parts: { readonly conditioner: Conditioner; readonly family: ElementwiseFamily };
  readonly #dims: number;
  readonly #staying: readonly number[];
  readonly #moving: readonly number[];
  /** Where each element lies in (z_a, z_b). */
  readonly #order: readonly number[];

  constructor({ mask, conditioner, family }: CouplingOptions) {
    requireMask('coupling', mask);
    const at = (b: 0 | 1) => mask.flatMap((bit, i) => (bit === b ? [i] : []));
    this.config = { kind: 'coupling', mask: [...mask], conditioner: conditioner.config, family: family.config };
    this.parts = { conditioner, family };
    this.#dims = mask.length;
    this.#staying = at(1);
    this.#moving = at(0);
    const apart = [...this.#staying, ...this.#moving];
    this.#order = mask.map((_, i) => apart.indexOf(i));
    requireConditioner(conditioner, this.#staying.length, family.parameters * this.#moving.length);
  }

  /** @throws ShapeError where z is not `[batch, D]`, or the context neither one row nor z's. */
  forward(z: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    requireEvent('Coupling.forward', 'z', z, [this.#dims]);
    return this.#move(z, given, 'inverse');
  }

  /** @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's. */
  inverse(x: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    requireEvent('Coupling.inverse', 'x', x, [this.#dims]);
    return this.#move(x, given, 'forward');
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** g or g⁻¹: both read θ from the same elements, which is why the layer is easily inverted. */
  #move(input: tf.Tensor2D, given: Given | undefined, g: 'forward' | 'inverse'): Mapped<tf.Tensor2D> {
    const { conditioner, family } = this.parts;
    return mapped(() => {
      const staying = takeColumns(input, this.#staying);
      const moving = takeColumns(input, this.#moving);
      const { value: moved, logDet } = family[g](moving, conditioner.apply(staying, given));
      return { value: takeColumns(tf.concat([staying, moved], 1), this.#order), logDet };
    });
  }
}

/** Makes a {@link Coupling}, which owns its conditioner from then on. */
export const coupling = (options: CouplingOptions): Coupling => new Coupling(options);

function requireConditioner({ inputs, outputs }: Conditioner, staying: number, parameters: number): void {
  if (inputs !== staying || outputs !== parameters) {
    throw new ConfigError(
      `coupling: expected a conditioner of ${staying} inputs and ${parameters} outputs for this mask and family, got ${inputs} and ${outputs}`,
    );
  }
}
