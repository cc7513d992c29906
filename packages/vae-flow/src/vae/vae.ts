import {
  type Batch,
  basePoints,
  type Config,
  contextOf,
  type DataInitialized,
  type DensityModel,
  type EstimateOptions,
  type Given,
  isDataInitialized,
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
  sizeOf,
  trainable,
  variablesOf,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type EventLikelihood, eventLikelihood } from './event-likelihood.ts';
import { type ImportanceEstimate, importanceEstimate } from './importance-estimate.ts';
import { importanceWeights } from './importance-weights.ts';
import { requireVae } from './require-vae.ts';
import { temperaturesOf } from './temperatures-of.ts';
import { temperedDivergence } from './tempered-divergence.ts';
import type { VaeOptions, VaeParts } from './vae-options.ts';
import { logWeight, type VaeTerms, type VaeValues, vaeTerms } from './vae-terms.ts';

/**
 * A variational autoencoder whose posterior is a flow of noise, z = F_x(u), u ~ π_0 (Kingma and Welling 2014, equations 1 to
 * 3; Rezende and Mohamed 2015, equation 15; Su and Wu 2018):
 *
 *     log p(x) ≥ ELBO(x) = E_q[log p(x | z) + log p(z) - log q(z | x)]
 *     log q(z | x) = log π_0(u) - log|det ∂F_x/∂u|
 *
 * - `objective`: -E[log p(x | z)] + β_t max(λ, E[log q(z | x) - log p(z)]) over a batch with one u a row, where
 *   β_t = min(1, t / T); see `temperedDivergence`.
 * - `logProb`: an estimate of the ELBO, its mean taken over a few evenly spread u that are drawn once and for all, so that
 *   it is deterministic and rows do not touch each other. The bound holds in expectation over u: the estimate of a single x
 *   may lie above log p(x).
 * - `estimateLogProb`: log of the mean of p(x | z) p(z) / q(z | x) over samples of q, which is below log p(x) in
 *   expectation and tends to it (Burda et al. 2016, equation 8).
 * - `sample`: x ~ p(x | z), z ~ p(z). A list of two temperatures is that of z and that of x.
 * - `encode`: F_x(0) given x, at the middle of the noise; `decode`: the mode of x given z.
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
    const { eventShape, points, freeBits, warmUp, ...all } = requireVae(options);
    const { encoder, posterior, decoder, likelihood, prior } = all;
    const { parts, dispose } = trainable({ kind: 'vae' }, { encoder, posterior, decoder, likelihood, prior });
    const built = Object.fromEntries(Object.entries(parts).map(([name, { config }]) => [name, config]));
    this.config = { kind: 'vae', eventShape: [...eventShape], ...built, points, freeBits, warmUp };
    this.parts = parts;
    this.dispose = dispose;
    this.eventShape = eventShape;
    this.measure = likelihood.measure;
    this.#likelihood = eventLikelihood(likelihood, eventShape);
    this.#settings = { points, freeBits, warmUp };
  }

  /** The estimate of the ELBO of x `[batch, ...eventShape]` with noise that is always the same: `[batch]`, in nats. */
  logProb(x: tf.Tensor, given?: Given): tf.Tensor1D {
    requireEvent('Vae.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const h = this.#encoded(x, given);
      const { base } = this.parts.posterior;
      const rows = tf.zeros([x.shape[0] as number, ...base.eventShape]);
      const bounds = basePoints(base, this.#settings.points, 'vae').map((point) =>
        logWeight(this.parts, this.#likelihood, { x, h, u: rows.add(point()) }, given),
      );
      return tf.addN(bounds).div(bounds.length) as tf.Tensor1D;
    });
  }

  /** What `fit` minimises of a batch x `[batch, ...eventShape]` at a step of training, in nats. */
  objective(x: tf.Tensor, { rng, step, ...given }: ObjectiveOptions): tf.Scalar {
    requireEvent('Vae.objective', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const { logLikelihood, logRatio } = vaeTerms(this.parts, this.#likelihood, this.#drawn(x, rng, given), given);
      return temperedDivergence(logRatio, step, this.#settings).sub(logLikelihood.mean()) as tf.Scalar;
    });
  }

  /**
   * The two terms of the ELBO with one z ~ q(z | x) a row, log p(x | z) and log q(z | x) - log p(z), `[batch]` each, in nats:
   * the second one's mean is the divergence of the posterior from the prior, which is 0 where z says nothing of x.
   */
  terms(x: tf.Tensor, { rng, ...given }: { rng: Rng } & Given): VaeTerms {
    requireEvent('Vae.terms', 'x', x, this.eventShape);
    return tf.tidy(() => vaeTerms(this.parts, this.#likelihood, this.#drawn(x, rng, given), given));
  }

  /** The bound by so many importance samples of each x `[batch, ...eventShape]`: `[batch]`, in nats. */
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
    requireEvent('Vae.importanceEstimate', 'x', x, this.eventShape);
    requireCount('Vae.importanceEstimate', 'samples', samples);
    return tf.tidy(() => {
      const h = this.#encoded(x, given);
      const ofPosterior = [...variablesOf(this.parts.posterior).values()].map(({ shape }) => shape.at(-1) ?? 1);
      const widest = Math.max(sizeOf(this.eventShape), h.shape[1], this.#likelihood.parameters, ...ofPosterior);
      const logWeights = importanceWeights(this.parts, this.#likelihood, { x, h }, { rng, ...given });
      return importanceEstimate(logWeights, { samples, size: (x.shape[0] as number) * widest });
    });
  }

  /** So many x ~ p(x), `[count, ...eventShape]`. */
  sample(count: number, { rng, temperature, ...given }: SampleOptions): tf.Tensor {
    requireCount('Vae.sample', 'count', count);
    const [ofZ, ofX] = temperaturesOf(temperature);
    return tf.tidy(() => {
      const context = given.context && contextOf('Vae.sample', count, given.context);
      const z = this.parts.prior.sample(count, { rng, temperature: ofZ, context });
      return this.#likelihood.sample(this.parts.decoder.apply(z, { context }), { rng, temperature: ofX });
    });
  }

  /** z = F_x(0), `[batch, dims]`, of x `[batch, ...eventShape]`. */
  encode(x: tf.Tensor, given?: Given): tf.Tensor2D {
    requireEvent('Vae.encode', 'x', x, this.eventShape);
    const { bijector, base } = this.parts.posterior;
    return tf.tidy(() => {
      const middle = tf.zeros([x.shape[0] as number, ...base.eventShape]);
      return bijector.forward(middle, { context: this.#encoded(x, given) }).value;
    });
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
    requireEvent('Vae.samplePosterior', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const context = this.#encoded(x, given);
      return this.parts.posterior.bijector.forward(this.#noise(x.shape[0] as number, rng), { context }).value;
    });
  }

  /** log q(z | x) of z `[batch, dims]`: `[batch]`, in nats. */
  logPosterior(z: tf.Tensor2D, x: tf.Tensor, given?: Given): tf.Tensor1D {
    requireEvent('Vae.logPosterior', 'x', x, this.eventShape);
    return tf.tidy(() => this.parts.posterior.logProb(z, { context: this.#encoded(x, given) }));
  }

  /** Initialises the posterior's flow as if z were standard normal, then the prior with what it makes of the batch. */
  initialize(x: tf.Tensor, { rng, context }: { rng: Rng; context?: tf.Tensor }): void {
    const { posterior, prior } = this.parts;
    tf.tidy(() => {
      const h = this.#encoded(x, { context });
      const z = rng.fork('z').normal<tf.Rank.R2>([x.shape[0] as number, ...posterior.eventShape] as [number, number]);
      posterior.initialize(z, { rng: rng.fork('posterior'), context: h });
      if (!isDataInitialized(prior)) return;
      prior.initialize(this.samplePosterior(x, { rng: rng.fork('u'), context }), { rng: rng.fork('prior'), context });
    });
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

  #encoded(x: tf.Tensor, given: Given | undefined): tf.Tensor2D {
    return this.parts.encoder.apply(this.#likelihood.embed(x), given);
  }

  /** x, h of it, and fresh noise u. */
  #drawn(x: tf.Tensor, rng: Rng, given: Given): VaeValues {
    return { x, h: this.#encoded(x, given), u: this.#noise(x.shape[0] as number, rng) };
  }

  #noise(count: number, rng: Rng): tf.Tensor {
    return this.parts.posterior.base.sample(count, { rng });
  }
}

/**
 * Makes a {@link Vae}.
 *
 * @throws ConfigError where parts do not fit together.
 */
export const vae = (options: VaeOptions): Vae => new Vae(options);
