import {
  type ConditionalDistribution,
  type Config,
  ConfigError,
  contextOf,
  type DensityModel,
  disposeParts,
  type Given,
  gaussianConditional,
  type Imputer,
  logSumExp,
  type ObjectiveOptions,
  requireCount,
  requireEvent,
  type SampleOptions,
  sumEvent,
  type Trainable,
  takeRows,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { AgnosticMlp, type AgnosticMlpOptions, agnosticMlp } from './agnostic-mlp.ts';
import { Made } from './made.ts';
import { madeImputer } from './made-imputer.ts';

/** `conditional`, `hidden`: as of `made`; all else as of `agnosticMlp`, with 32 masks where absent. */
export type AgnosticMadeOptions = Omit<AgnosticMlpOptions, 'parameters' | 'inputsPerElement' | 'hidden' | 'masks'> & {
  masks?: AgnosticMlpOptions['masks'];
  hidden?: readonly number[];
  conditional?: ConditionalDistribution;
};

export type AgnosticMadeParts = { readonly network: AgnosticMlp; readonly conditional: ConditionalDistribution };

/**
 * MADE trained with many masks, and their ensemble (Germain et al. 2015, sections 4.2, 4.3 and 6.2). A minibatch is
 * trained under one of K masks, each the network of an order and a connectivity; the model is the mean of their K
 * densities.
 *
 *     p(x) = 1/K Σ_k p_k(x)          log p_k(x) = Σ_i log p(x_i | θ_i^k)
 *
 * `logProb` costs K passes. With one mask and `agnostic: 'connectivity'` it is the paper's MADE of random degrees, which
 * `made` spreads evenly. Events are `[batch, D]`.
 *
 * @throws ConfigError where the network is not agnostic, or has other sizes than the conditional says.
 */
export class AgnosticMade implements DensityModel<tf.Tensor2D> {
  readonly config: Config;
  readonly eventShape: readonly [number];
  readonly likelihood = 'exact';
  readonly measure: 'density' | 'mass';
  readonly parts: AgnosticMadeParts;
  /** p_1 to p_K, with these weights: they are no copies, and own none. */
  readonly members: readonly Made[];
  readonly imputer: Imputer<tf.Tensor2D>;

  constructor({ network, conditional }: AgnosticMadeParts) {
    if (!(network instanceof AgnosticMlp)) {
      const { kind } = (network as Trainable).config;
      throw new ConfigError(`agnosticMade: expected the network to be an agnosticMlp, got ${JSON.stringify(kind)}`);
    }
    this.config = { kind: 'agnostic-made', network: network.config, conditional: conditional.config };
    this.eventShape = [network.dims];
    this.measure = conditional.measure;
    this.parts = { network, conditional };
    this.members = network.masks.map((_, k) => new Made({ network: network.masked(k), conditional }));
    this.imputer = madeImputer(this.members.map(({ parts }) => parts));
  }

  /** @throws ShapeError where x is not `[batch, D]`, or the context neither one row nor x's. */
  logProb(x: tf.Tensor2D, given?: Given): tf.Tensor1D {
    requireEvent('AgnosticMade.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const each = this.members.map((member) => member.logProb(x, given));
      return logSumExp(tf.stack(each, 1), 1).sub(Math.log(each.length)) as tf.Tensor1D;
    });
  }

  /** The mean of -log p_k(x) for one mask k that is drawn. */
  objective(x: tf.Tensor2D, options: ObjectiveOptions): tf.Scalar {
    requireEvent('AgnosticMade.objective', 'x', x, this.eventShape);
    const { network, conditional } = this.parts;
    return tf.tidy(() => {
      const theta = network.applyDrawn(conditional.embed?.(x) ?? x, options);
      return sumEvent(conditional.logProb(x, theta)).mean().neg() as tf.Scalar;
    });
  }

  /**
   * Each row comes from a mask that is drawn for it on the host; rows of one mask are sampled together.
   *
   * @throws ShapeError where the context has neither one row nor `count`.
   */
  sample(count: number, { rng, context, ...options }: SampleOptions): tf.Tensor2D {
    requireCount('AgnosticMade.sample', 'count', count);
    const drawn = Array.from({ length: count }, () => rng.integer(this.members.length));
    return tf.tidy(() => {
      const given = context && (contextOf('AgnosticMade.sample', count, context) as tf.Tensor2D);
      const rowsOf = this.members.map((_, k) => drawn.flatMap((member, row) => (member === k ? [row] : [])));
      const samples = this.members.flatMap((member, k) => {
        const rows = rowsOf[k] as number[];
        if (rows.length === 0) return [];
        return [member.sample(rows.length, { rng, ...options, context: given && takeRows(given, rows) })];
      });
      const places = new Array<number>(count);
      for (const [place, row] of rowsOf.flat().entries()) places[row] = place;
      return takeRows(tf.concat(samples), places);
    });
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** Makes an {@link AgnosticMade} and its network, whose masks and weights are drawn from `rng`. */
export function agnosticMade({
  masks = 32,
  hidden = [64, 64],
  conditional = gaussianConditional(),
  ...body
}: AgnosticMadeOptions): AgnosticMade {
  const { parameters, inputs: inputsPerElement } = conditional;
  return new AgnosticMade({
    network: agnosticMlp({ ...body, masks, hidden, parameters, inputsPerElement }),
    conditional,
  });
}
