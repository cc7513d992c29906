import {
  type Config,
  type DensityModel,
  disposeParts,
  drawAtOnce,
  type Given,
  type Imputer,
  type Rng,
  requireContext,
  requireCount,
  requireEvent,
  type SampleOptions,
  type SampleStage,
  sumEvent,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { AutoregressiveModel } from './autoregressive-model.ts';
import { factorsOf } from './factors-of.ts';
import { multiScaleImputer } from './multi-scale-imputer.ts';
import { multiScaleStages } from './multi-scale-stages.ts';
import { toNetwork } from './network-layout.ts';
import { type Factors, placeApart, subsample } from './subsample.ts';
import { type Upsampling, upsampling } from './upsampling.ts';

/**
 * - `small`: a model of the small images `[h, w, C]`.
 * - `large`: one of the large images `[H, W, C]`, H and W multiples of h and w, whose context has `channels` channels a
 *   place, and those of the context beside them.
 * - `channels`: how many numbers the small image says of each place of the large one.
 * - `hidden`: the units of the network that says them; `channels` where absent.
 * - `context`: the width of a context of both, vectors `[batch, context]`; none where absent.
 */
export type MultiScaleOptions = {
  small: AutoregressiveModel<tf.Tensor4D>;
  large: AutoregressiveModel<tf.Tensor4D>;
  channels: number;
  hidden?: number;
  context?: number;
  rng: Rng;
};

/**
 * A distribution of images in two scales (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.6): a
 * small image s, every so many-th place of the large one, then the large one's other places, which are conditioned on what
 * an upsampling network makes of s.
 *
 *     log p(x) = log p(s) + Σ_i log p(x_i | x_{<i}, up(s)),   i not in s
 *
 * The sum over i leaves out the places of s, which are given, so that p sums to 1. It draws in steps, but not in the order
 * of an image's elements, so that `complete` refuses it; `impute` completes its rows by importance.
 *
 * @throws ConfigError where a count is none, or the models are of other images than each other's, or take other contexts
 * than they would be given.
 */
export class MultiScale implements DensityModel<tf.Tensor4D> {
  readonly config: Config;
  readonly eventShape: readonly number[];
  readonly likelihood = 'exact';
  readonly measure: 'density' | 'mass';
  readonly parts: {
    readonly small: AutoregressiveModel<tf.Tensor4D>;
    readonly upsampling: Upsampling;
    readonly large: AutoregressiveModel<tf.Tensor4D>;
  };
  readonly stages: readonly SampleStage[];
  readonly together: number;
  readonly imputer: Imputer<tf.Tensor4D>;
  readonly #factors: Factors;
  readonly #context: number | undefined;

  constructor({ small, large, channels, hidden = channels, context, rng }: MultiScaleOptions) {
    const counts = { channels, hidden, ...(context !== undefined && { context }) };
    for (const [name, count] of Object.entries(counts)) requireCount('multiScale', name, count);
    const factors = factorsOf({ small, large, channels, context });
    const { inputs, shape } = small.parts.network;
    const sizes = { inputs: inputs * shape[2], hidden, outputs: channels, factors };
    this.config = { kind: 'multi-scale', small: small.config, large: large.config, ...counts };
    this.eventShape = large.eventShape;
    this.measure = large.measure;
    this.parts = { small, upsampling: upsampling({ ...sizes, rng: rng.fork('upsampling') }), large };
    this.together = large.together;
    this.#factors = factors;
    this.#context = context;
    const [ofSmall] = small.stages as readonly [SampleStage];
    this.stages = multiScaleStages({
      small: {
        ...ofSmall,
        begin: (rows, given) => {
          requireContext('MultiScale.sample', { shape: [rows] }, given.context, context);
          return ofSmall.begin(rows, given);
        },
      },
      large: large.stages[0] as SampleStage,
      factors,
      stride: large.parts.network.stride,
      contextOf: (s, context) => this.#ofSmall(s, context),
    });
    this.imputer = multiScaleImputer({
      stages: this.stages,
      ...{ eventShape: this.eventShape, factors, together: this.together },
      parts: large.parts,
      logProbEach: (x, given) => this.logProbEach(x, given),
    });
  }

  /**
   * One pass of either network. NaN where any element is, since what it says of beginnings is not known.
   *
   * @throws ShapeError where x is not `[batch, ...eventShape]`, or the context has another shape.
   */
  logProb(x: tf.Tensor4D, given?: Given): tf.Tensor1D {
    return tf.tidy(() => sumEvent(this.logProbEach(x, given)).add(sumEvent(x.mul(0))) as tf.Tensor1D);
  }

  /** log p of every element, or of every group that is given together, given those before it: `[batch, D / joint]`, in nats. */
  logProbEach(x: tf.Tensor4D, given: Given = {}): tf.Tensor2D {
    requireEvent('MultiScale.logProb', 'x', x, this.eventShape);
    requireContext('MultiScale.logProb', { shape: [x.shape[0]] }, given.context, this.#context);
    const { small, large } = this.parts;
    return tf.tidy(() => {
      const s = subsample(x, this.#factors);
      const [batch, h, w] = s.shape;
      const ofSmall = small.logProbEach(s, given).reshape<tf.Tensor4D>([batch, h, w, -1]);
      const ofLarge = large.logProbEach(x, { ...given, context: this.#ofSmall(s, given.context) });
      const among = placeApart(ofSmall, this.#factors).reshape(ofLarge.shape);
      const isGiven = placeApart(tf.ones([1, h, w, ofSmall.shape[3]]), this.#factors);
      return ofLarge.mul(tf.sub(1, isGiven.reshape([1, -1]))).add(among) as tf.Tensor2D;
    });
  }

  /**
   * Draws the small image, then the places between. To hear of progress, or to stop, see `sampleInChunks`.
   *
   * @throws ShapeError where the context has neither one row nor `count`.
   */
  sample(count: number, options: SampleOptions): tf.Tensor4D {
    return tf.tidy(() => drawAtOnce<tf.Tensor4D>('MultiScale.sample', this.stages, count, options));
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** What the large image is conditioned on: up(s), and the context at every place. */
  #ofSmall(s: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D {
    const { small, upsampling } = this.parts;
    const { conditional, network } = small.parts;
    return tf.tidy(() => {
      const rows = s.reshape<tf.Tensor2D>([s.shape[0], -1]);
      const says = upsampling.apply(toNetwork(conditional.embed?.(rows) ?? rows, network));
      if (context === undefined) return says;
      const everywhere = tf
        .zeros([...says.shape.slice(0, 3), context.shape[1] as number])
        .add(context.expandDims(1).expandDims(1));
      return tf.concat([says, everywhere as tf.Tensor4D], 3);
    });
  }
}

/** A {@link MultiScale}. */
export const multiScale = (options: MultiScaleOptions): MultiScale => new MultiScale(options);
