import {
  type ConditionalDistribution,
  type Config,
  contextOf,
  type DensityModel,
  disposeParts,
  type Given,
  gaussianConditional,
  type Imputer,
  oneTemperature,
  requireCount,
  requireEvent,
  type SampleOptions,
  sumEvent,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type AutoregressiveNetwork, requireAutoregressive } from './autoregressive-network.ts';
import { madeImputer } from './made-imputer.ts';
import { type MaskedMlpOptions, maskedMlp } from './masked-mlp.ts';

/**
 * - `dims`, `order`, `activation`, `residual`, `direct`, `context`: of the network, see `maskedMlp`.
 * - `hidden`: [64, 64] where absent.
 * - `conditional`: p(x_i | θ_i); `gaussianConditional()` where absent.
 */
export type MadeOptions = Omit<MaskedMlpOptions, 'parameters' | 'inputsPerElement' | 'hidden'> & {
  hidden?: readonly number[];
  conditional?: ConditionalDistribution;
};

export type MadeParts = { readonly network: AutoregressiveNetwork; readonly conditional: ConditionalDistribution };

/**
 * MADE, the masked autoencoder for distribution estimation (Germain et al. 2015, section 3): one pass of a masked network
 * gives the parameters of every conditional.
 *
 *     log p(x) = Σ_i log p(x_i | θ_i),   θ_i = θ_i(x_1, …, x_{i-1})
 *
 * With the Gaussian conditional it is the MADE of Papamakarios et al. (2017, eq. 2). Events are `[batch, D]`.
 *
 * @throws ConfigError where the network is not autoregressive, or has not as many outputs and inputs an element as the
 * conditional says.
 */
export class Made implements DensityModel<tf.Tensor2D> {
  readonly config: Config;
  readonly eventShape: readonly [number];
  readonly likelihood = 'exact';
  readonly measure: 'density' | 'mass';
  readonly parts: MadeParts;
  readonly imputer: Imputer<tf.Tensor2D>;

  constructor({ network, conditional }: MadeParts) {
    requireAutoregressive('made', network, conditional);
    this.config = { kind: 'made', network: network.config, conditional: conditional.config };
    this.eventShape = [network.dims];
    this.measure = conditional.measure;
    this.parts = { network, conditional };
    this.imputer = madeImputer([this.parts]);
  }

  /**
   * One pass of the network.
   *
   * @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's.
   */
  logProb(x: tf.Tensor2D, given?: Given): tf.Tensor1D {
    requireEvent('Made.logProb', 'x', x, this.eventShape);
    const { network, conditional } = this.parts;
    return tf.tidy(() => sumEvent(conditional.logProb(x, network.apply(conditional.embed?.(x) ?? x, given))));
  }

  /**
   * Draws the elements in the network's order, each given those before it, at the cost of about one pass.
   *
   * @throws ShapeError where the context has neither one row nor `count`.
   */
  sample(count: number, { rng, temperature, context }: SampleOptions): tf.Tensor2D {
    requireCount('Made.sample', 'count', count);
    const spread = oneTemperature('Made.sample', temperature);
    const { network, conditional } = this.parts;
    return tf.tidy(() => {
      const given = context && { context: contextOf('Made.sample', count, context) };
      const next = (theta: tf.Tensor2D) => conditional.sample(theta, { rng, temperature: spread });
      return network.applySequentially(count, next, { ...given, embed: conditional.embed }).x;
    });
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** Makes a {@link Made} and its network, whose weights are drawn from `rng`. */
export function made({ hidden = [64, 64], conditional = gaussianConditional(), ...body }: MadeOptions): Made {
  const { parameters, inputs: inputsPerElement } = conditional;
  return new Made({ network: maskedMlp({ ...body, hidden, parameters, inputsPerElement }), conditional });
}
