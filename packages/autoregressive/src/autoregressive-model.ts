import {
  type ConditionalDistribution,
  type Config,
  ConfigError,
  type DensityModel,
  disposeParts,
  drawAtOnce,
  type Given,
  type Imputer,
  requireEvent,
  type SampleOptions,
  type SampleStage,
  sizeOf,
  sumEvent,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { autoregressiveImputer } from './autoregressive-imputer.ts';
import { beginningsOf } from './beginnings-of.ts';
import { type CausalNetwork, requireCausal } from './causal-network.ts';
import { fromNetwork, placesContext, toNetwork } from './network-layout.ts';
import { placesStage } from './places-stage.ts';

/**
 * - `network`: gives the parameters of every element's distribution.
 * - `conditional`: that distribution, p(x_i | θ_i).
 */
export type AutoregressiveParts = {
  readonly network: CausalNetwork;
  readonly conditional: ConditionalDistribution;
};

/**
 * A distribution of images or sounds whose elements come one after another (van den Oord et al. 2016, eq. 1): row by row,
 * place by place, channel by channel.
 *
 *     log p(x) = Σ_i log p(x_i | θ_i),   θ_i = θ_i(x_1, …, x_{i-1})
 *
 * `logProb` is one pass of the network. A sample is drawn element by element, from what the network remembers of those
 * before, and `complete` goes on from a beginning in the same way.
 *
 * @param options.eventShape `[height, width, channels]` of images, `[length]` of sounds.
 * @throws ConfigError where the network has other sizes than the conditional or the events say.
 */
export class AutoregressiveModel<X extends tf.Tensor = tf.Tensor> implements DensityModel<X> {
  readonly config: Config;
  readonly eventShape: readonly number[];
  readonly likelihood = 'exact';
  readonly measure: 'density' | 'mass';
  readonly parts: AutoregressiveParts;
  /** The one stage of a sample, whose steps draw the places of the network's stride. */
  readonly stages: readonly SampleStage[];
  readonly together: number;
  readonly readsBeginnings = true;
  /** Completes rows whose gaps lie anywhere: exactly where they come last, by importance elsewhere. */
  readonly imputer: Imputer<X>;

  constructor({ eventShape, network, conditional }: AutoregressiveParts & { eventShape: readonly number[] }) {
    requireCausal('AutoregressiveModel', network, conditional);
    const [height, width, channels] = network.shape;
    const isSound = eventShape.length === 1 && height * channels === 1;
    if (String(eventShape) !== String(isSound ? [width] : network.shape)) {
      throw new ConfigError(
        `AutoregressiveModel: expected events of the network's shape ${JSON.stringify(network.shape)}, got ${JSON.stringify(eventShape)}`,
      );
    }
    this.config = {
      kind: 'autoregressive-model',
      eventShape: [...eventShape],
      network: network.config,
      conditional: conditional.config,
    };
    this.eventShape = eventShape;
    this.measure = conditional.measure;
    this.parts = { network, conditional };
    this.together = conditional.joint ?? 1;
    this.stages = [placesStage({ eventShape, network, conditional })];
    this.imputer = autoregressiveImputer(this);
  }

  /**
   * One pass of the network. Elements that are NaN at the end of a row are left out: what is given is then the
   * log-probability of its beginning. NaN before an element that is not gives NaN.
   *
   * @throws ShapeError where x is not `[batch, ...eventShape]`, or the context has another shape than the network's.
   */
  logProb(x: X, given?: Given): tf.Tensor1D {
    return tf.tidy(() => sumEvent(this.logProbEach(x, given)));
  }

  /** log p(x_i | θ_i) of every element, or of every group that is given together: `[batch, D / joint]`, in nats. */
  logProbEach(x: X, given: Given = {}): tf.Tensor2D {
    requireEvent('AutoregressiveModel.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const rows = x.reshape<tf.Tensor2D>([x.shape[0] as number, sizeOf(this.eventShape)]);
      const { values, isMissing, gaps } = beginningsOf(rows, this.together);
      const logP = this.parts.conditional.logProb(values, this.#theta(values, given));
      return tf.where(isMissing, tf.zerosLike(logP), logP).add(gaps) as tf.Tensor2D;
    });
  }

  /** θ of every element, or of every group that is given together, as the conditional takes it: `[batch, k · D / joint]`. */
  theta(x: X, given: Given = {}): tf.Tensor2D {
    requireEvent('AutoregressiveModel.theta', 'x', x, this.eventShape);
    return tf.tidy(() => this.#theta(x.reshape([x.shape[0] as number, sizeOf(this.eventShape)]), given));
  }

  #theta(x: tf.Tensor2D, given: Given): tf.Tensor2D {
    const { network, conditional } = this.parts;
    const e = toNetwork(conditional.embed?.(x) ?? x, network);
    return fromNetwork(network.apply(e, { ...given, context: placesContext(given.context) }), network);
  }

  /**
   * Draws the elements one after another. To hear of progress, or to stop, see `sampleInChunks`.
   *
   * @throws ShapeError where the context has neither one row nor `count`.
   */
  sample(count: number, options: SampleOptions): X {
    return tf.tidy(() => drawAtOnce<X>('AutoregressiveModel.sample', this.stages, count, options));
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}
