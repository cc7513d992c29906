import {
  type ConditionalDistribution,
  type Config,
  contextOf,
  type DensityModel,
  disposeParts,
  type Given,
  gaussianConditional,
  oneTemperature,
  requireCount,
  requireEvent,
  type SampleOptions,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type MaskedMlp, type MaskedMlpOptions, maskedMlp, requireMaskedMlp } from './masked-mlp.ts';

/**
 * - `dims`, `order`, `activation`, `residual`, `context`: of the network, see `maskedMlp`.
 * - `hidden`: [64, 64] where absent.
 * - `conditional`: p(x_i | θ_i); `gaussianConditional()` where absent.
 */
export type MadeOptions = Omit<MaskedMlpOptions, 'parameters' | 'hidden'> & {
  hidden?: readonly number[];
  conditional?: ConditionalDistribution;
};

/**
 * MADE, the masked autoencoder for distribution estimation (Germain et al. 2015, section 3): one pass of a masked network
 * gives the parameters of every conditional.
 *
 *     log p(x) = Σ_i log p(x_i | θ_i),   θ_i = θ_i(x_1, …, x_{i-1})
 *
 * With the Gaussian conditional it is the MADE of Papamakarios et al. (2017, eq. 2). Events are `[batch, D]`.
 *
 * @throws ConfigError where the network is not masked, or has not as many outputs an element as the conditional has
 * parameters.
 */
export class Made implements DensityModel<tf.Tensor2D> {
  readonly config: Config;
  readonly eventShape: readonly [number];
  readonly likelihood = 'exact';
  readonly measure: 'density' | 'mass';
  readonly parts: { readonly network: MaskedMlp; readonly conditional: ConditionalDistribution };

  constructor({ network, conditional }: { network: MaskedMlp; conditional: ConditionalDistribution }) {
    requireMaskedMlp('made', network, conditional.parameters);
    this.config = { kind: 'made', network: network.config, conditional: conditional.config };
    this.eventShape = [network.inputs];
    this.measure = conditional.measure;
    this.parts = { network, conditional };
  }

  /**
   * One pass of the network.
   *
   * @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's.
   */
  logProb(x: tf.Tensor2D, given?: Given): tf.Tensor1D {
    requireEvent('Made.logProb', 'x', x, this.eventShape);
    const { network, conditional } = this.parts;
    return tf.tidy(() => conditional.logProb(x, network.apply(x, given)));
  }

  /**
   * Draws the elements in the network's order, each given those before it: D passes.
   *
   * @throws ShapeError where the context has neither one row nor `count`.
   */
  sample(count: number, { rng, temperature, context }: SampleOptions): tf.Tensor2D {
    requireCount('Made.sample', 'count', count);
    const spread = oneTemperature('Made.sample', temperature);
    const { network, conditional } = this.parts;
    return tf.tidy(() => {
      const given = context && { context: contextOf('Made.sample', count, context) };
      let x = tf.zeros<tf.Rank.R2>([count, network.inputs]);
      for (let degree = 1; degree <= network.inputs; degree++) {
        const here = network.degrees.map((m) => m === degree);
        x = tf.tidy(() => {
          const theta = elementOf(network.apply(x, given), here.indexOf(true), network.inputs);
          const drawn = conditional.sample(theta, { rng, temperature: spread });
          return tf.where(tf.tensor1d(here, 'bool'), drawn, x);
        });
      }
      return x;
    });
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** The k parameters of one of D elements, `[batch, k]`, of `[batch, k · D]`. */
function elementOf(theta: tf.Tensor2D, i: number, dims: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, outputs] = theta.shape;
    return theta
      .reshape<tf.Tensor3D>([rows, outputs / dims, dims])
      .slice([0, 0, i], [-1, -1, 1])
      .reshape([rows, outputs / dims]);
  });
}

/** Makes a {@link Made} and its network, whose weights are drawn from `rng`. */
export function made({ hidden = [64, 64], conditional = gaussianConditional(), ...body }: MadeOptions): Made {
  return new Made({ network: maskedMlp({ ...body, hidden, parameters: conditional.parameters }), conditional });
}
