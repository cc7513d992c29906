import {
  type Bijector,
  type Config,
  disposeParts,
  type ElementwiseFamily,
  type Given,
  type Mapped,
  mapped,
  requireEvent,
} from '@flows/core';
import { type MaskedMlp, requireMaskedMlp } from '@flows/made';
import * as tf from '@tensorflow/tfjs';

/** `network`: gives θ, with `family.parameters` outputs an element. `family`: how an element moves. */
export type MaskedAutoregressiveOptions = { network: MaskedMlp; family: ElementwiseFamily };

/**
 * One layer of a masked autoregressive flow (Papamakarios et al. 2017, section 3.1), with the x_{<i} that come before
 * x_i in the network's order:
 *
 *     z_i = g(x_i; θ_i(x_{<i}))         x_i = g⁻¹(z_i; θ_i(x_{<i}))
 *
 * For the affine family g(x_i; μ̃_i, σ̃_i) = x_i σ̃_i + μ̃_i these are the paper's z_i = (x_i - μ_i) / σ_i and
 * x_i = z_i σ_i + μ_i (eq. 3 and 4), with σ̃ = 1/σ and μ̃ = -μ/σ: the network gives the numbers by which IAF is told from
 * MAF, since training finds these more easily. The Jacobian is triangular in the order, so that
 *
 *     log|det ∂z/∂x| = Σ_i log σ̃_i = -Σ_i log σ_i          (eq. 5)
 *
 * From data to latent it takes one pass of the network, from latent to data one an element. Both take events
 * `[batch, D]`.
 *
 * @throws ConfigError where the network is not masked, or has not `family.parameters` outputs an element.
 */
export class MaskedAutoregressive implements Bijector<tf.Tensor2D, tf.Tensor2D> {
  readonly config: Config;
  readonly parts: { readonly network: MaskedMlp; readonly family: ElementwiseFamily };

  constructor({ network, family }: MaskedAutoregressiveOptions) {
    requireMaskedMlp('maskedAutoregressive', network, family.parameters);
    this.config = { kind: 'masked-autoregressive', network: network.config, family: family.config };
    this.parts = { network, family };
  }

  /** @throws ShapeError where z is not `[batch, D]`, or the context neither one row nor z's. */
  forward(z: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    const { network, family } = this.parts;
    requireEvent('MaskedAutoregressive.forward', 'z', z, [network.inputs]);
    return mapped(() => {
      let x = tf.zerosLike(z);
      for (let degree = 1; degree < network.inputs; degree++) {
        // Elements not yet known stay 0: what a pass gives for them is made of wrong inputs, and could overflow.
        const known = tf.tensor1d(
          network.degrees.map((m) => m <= degree),
          'bool',
        );
        x = tf.tidy(() => tf.where(known, family.inverse(z, network.apply(x, given)).value, tf.zerosLike(z)));
      }
      return family.inverse(z, network.apply(x, given));
    });
  }

  /** @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's. */
  inverse(x: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    const { network, family } = this.parts;
    requireEvent('MaskedAutoregressive.inverse', 'x', x, [network.inputs]);
    return mapped(() => family.forward(x, network.apply(x, given)));
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** Makes a {@link MaskedAutoregressive}, which owns its network from then on. */
export const maskedAutoregressive = (options: MaskedAutoregressiveOptions): MaskedAutoregressive =>
  new MaskedAutoregressive(options);
