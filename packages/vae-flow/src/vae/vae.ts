import {
  type Batch,
  type Config,
  contextOf,
  type DataInitialized,
  type DensityModel,
  type EstimateOptions,
  type Given,
  isRecalibrated,
  type LatentModel,
  type ObjectiveOptions,
  type Recalibrated,
  type Rng,
  requireCount,
  requireEvent,
  rng,
  type SampleOptions,
  type Shape,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { elbo } from './elbo.ts';
import { type EventLikelihood, eventLikelihood } from './event-likelihood.ts';
import { type ImportanceEstimate, importanceEstimate } from './importance-estimate.ts';
import { importanceSize } from './importance-size.ts';
import { importanceWeights } from './importance-weights.ts';
import { initializeLatents } from './initialize-latents.ts';
import { requireVae } from './require-vae.ts';
import { temperaturesOf } from './temperatures-of.ts';
import { temperedDivergence } from './tempered-divergence.ts';
import type { VaeOptions, VaeParts } from './vae-options.ts';
import { type VaeTerms, vaeTerms } from './vae-terms.ts';

/**
 * A variational autoencoder whose posterior is a flow of noise, z = F_x(u), u ~ π_0 (Kingma and Welling 2014, equations 1 to
 * 3; Rezende and Mohamed 2015, equation 15; Su and Wu 2018):
 *
 *     log p(x) ≥ ELBO(x) = E_q[log p(x | z) + log p(z) - log q(z | x)]
 *     log q(z | x) = log π_0(u) - log|det ∂F_x/∂u|
 *
 * @throws ConfigError where parts do not fit together.
 */
export class Vae implements DensityModel, LatentModel, DataInitialized, Recalibrated {
  readonly eventShape: Shape;
  readonly likelihood = 'lower-bound';
  readonly measure: 'density' | 'mass';
  readonly config: Config;
  readonly parts: VaeParts;
  readonly dispose: () => void;
  readonly #likelihood: EventLikelihood;
  readonly #settings: { points: number; freeBits: number; warmUp: number };

  constructor(options: VaeOptions) {
    const { eventShape, points, freeBits, warmUp, encoder, posterior, decoder, likelihood, prior } =
      requireVae(options);
    const settings = { points, freeBits, warmUp };
    const { parts, dispose } = trainable({ kind: 'vae' }, { encoder, posterior, decoder, likelihood, prior });
    const built = Object.fromEntries(Object.entries(parts).map(([name, { config }]) => [name, config]));
    this.config = { kind: 'vae', eventShape: [...eventShape], ...built, ...settings };
    this.parts = parts;
    this.dispose = dispose;
    this.eventShape = eventShape;
    this.measure = likelihood.measure;
    this.#likelihood = eventLikelihood(likelihood, eventShape);
    this.#settings = settings;
  }

  /**
   * An estimate of the ELBO of x `[batch, ...eventShape]`, `[batch]`, in nats: the mean over a few evenly spread u that are drawn
   * once and for all. The bound holds in expectation over u: the estimate of a single x may lie above log p(x).
   */
  logProb(x: tf.Tensor, given?: Given): tf.Tensor1D {
    const { points } = this.#settings;
    return this.#encoding('logProb', x, given, (h) => elbo(this.parts, this.#likelihood, { x, h, points }, given));
  }

  /**
   * What `fit` minimises of a batch x `[batch, ...eventShape]` with one u a row, in nats:
   * -E[log p(x | z)] + β_t max(λ, E[log q(z | x) - log p(z)]), β_t = min(1, t / T); see `temperedDivergence`.
   */
  objective(x: tf.Tensor, { rng, step, ...given }: ObjectiveOptions): tf.Scalar {
    return this.#encoding('objective', x, given, (h) => {
      const { logLikelihood, logRatio } = this.#terms({ x, h }, rng, given);
      return temperedDivergence(logRatio, step, this.#settings).sub(logLikelihood.mean()) as tf.Scalar;
    });
  }

  /**
   * The two terms of the ELBO with one z ~ q(z | x) a row, log p(x | z) and log q(z | x) - log p(z), `[batch]` each, in nats:
   * the second one's mean is the divergence of the posterior from the prior, which is 0 where z says nothing of x.
   */
  terms(x: tf.Tensor, { rng, ...given }: { rng: Rng } & Given): VaeTerms {
    return this.#encoding('terms', x, given, (h) => this.#terms({ x, h }, rng, given));
  }

  /**
   * log of the mean of p(x | z) p(z) / q(z | x) over so many samples of q, `[batch]`, in nats: below log p(x) in expectation,
   * and tending to it (Burda et al. 2016, equation 8).
   */
  estimateLogProb(x: tf.Tensor, options: EstimateOptions): tf.Tensor1D {
    const { logProb, standardError } = this.importanceEstimate(x, options);
    standardError.dispose();
    return logProb;
  }

  /**
   * `estimateLogProb`, and its standard error by the delta method; both `[batch]`, in nats. Samples come in chunks of about
   * four million numbers, counted where x, h, θ or the parameters of the posterior are widest.
   */
  importanceEstimate(x: tf.Tensor, { rng, samples, ...given }: EstimateOptions): ImportanceEstimate {
    requireCount('Vae.importanceEstimate', 'samples', samples);
    return this.#encoding('importanceEstimate', x, given, (h) => {
      const size = importanceSize(this.parts.posterior, this.#likelihood, { x, h });
      const logWeights = importanceWeights(this.parts, this.#likelihood, { x, h }, { rng, ...given });
      return importanceEstimate(logWeights, { samples, size });
    });
  }

  /** x ~ p(x | z), z ~ p(z): `[count, ...eventShape]`. A list of two temperatures is that of z and that of x. */
  sample(count: number, { rng, temperature, ...given }: SampleOptions): tf.Tensor {
    requireCount('Vae.sample', 'count', count);
    const [ofZ, ofX] = temperaturesOf(temperature);
    return tf.tidy(() => {
      const context = given.context && contextOf('Vae.sample', count, given.context);
      const z = this.parts.prior.sample(count, { rng, temperature: ofZ, context });
      return this.#likelihood.sample(this.parts.decoder.apply(z, { context }), { rng, temperature: ofX });
    });
  }

  /** z = F_x(0), at the middle of the noise, `[batch, dims]`, of x `[batch, ...eventShape]`. */
  encode(x: tf.Tensor, given?: Given): tf.Tensor2D {
    const { posterior } = this.parts;
    const middle = (rows: number) => tf.zeros([rows, ...posterior.base.eventShape]);
    return this.#encoding('encode', x, given, (h) => posterior.decode(middle(h.shape[0]), { context: h }));
  }

  /**
   * x at temperature 0 given z `[batch, dims]`: the mode of each element, or of what is drawn together as the distribution
   * has it; `[batch, ...eventShape]`.
   */
  decode(z: tf.Tensor, given?: Given): tf.Tensor {
    const { decoder, prior } = this.parts;
    requireEvent('Vae.decode', 'z', z, prior.eventShape);
    // At temperature 0 a sample is the mode, whatever the generator's numbers.
    const mode = { rng: rng('decode'), temperature: 0 };
    return tf.tidy(() => this.#likelihood.sample(decoder.apply(z as tf.Tensor2D, given), mode));
  }

  /** z ~ q(z | x), `[batch, dims]`. */
  samplePosterior(x: tf.Tensor, { rng, ...given }: { rng: Rng } & Given): tf.Tensor2D {
    const { posterior } = this.parts;
    return this.#encoding('samplePosterior', x, given, (h) => posterior.sample(h.shape[0], { rng, context: h }));
  }

  /** log q(z | x) of z `[batch, dims]`: `[batch]`, in nats. */
  logPosterior(z: tf.Tensor2D, x: tf.Tensor, given?: Given): tf.Tensor1D {
    return this.#encoding('logPosterior', x, given, (h) => this.parts.posterior.logProb(z, { context: h }));
  }

  /** Initialises the posterior's flow as if z were standard normal, then the prior with what it makes of the batch. */
  initialize(x: tf.Tensor, { rng, context }: { rng: Rng; context?: tf.Tensor }): void {
    this.#encoding('initialize', x, { context }, (h) => initializeLatents(this.parts, h, { rng, context }));
  }

  /**
   * Recalibrates the prior with z ~ q(z | x) of the data, and noise that is always the same. The posterior keeps its
   * statistics: it is trained by what it makes, and not by data.
   */
  recalibrate(batches: readonly Batch[]): void {
    const { prior } = this.parts;
    if (!isRecalibrated(prior)) return;
    const noise = rng('recalibrate');
    const latents = ({ x, context }: Batch) => ({ x: this.samplePosterior(x, { rng: noise, context }), context });
    tf.tidy(() => prior.recalibrate(batches.map(latents)));
  }

  /** What a method computes with the encoder's h of x; all else that it makes is freed. */
  #encoding<T extends tf.TensorContainer>(
    method: string,
    x: tf.Tensor,
    given: Given | undefined,
    compute: (h: tf.Tensor2D) => T,
  ): T {
    requireEvent(`Vae.${method}`, 'x', x, this.eventShape);
    return tf.tidy(() => compute(this.parts.encoder.apply(this.#likelihood.embed(x), given)));
  }

  #terms({ x, h }: { x: tf.Tensor; h: tf.Tensor2D }, rng: Rng, given: Given): VaeTerms {
    const u = this.parts.posterior.base.sample(h.shape[0], { rng });
    return vaeTerms(this.parts, this.#likelihood, { x, h, u }, given);
  }
}

/**
 * Makes a {@link Vae}.
 *
 * @throws ConfigError where parts do not fit together.
 */
export const vae = (options: VaeOptions): Vae => new Vae(options);
