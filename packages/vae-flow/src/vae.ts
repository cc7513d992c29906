import {
  basePoints,
  type ConditionalDistribution,
  type Config,
  contextOf,
  type DataInitialized,
  type DensityModel,
  type EstimateOptions,
  type Flow,
  type Given,
  isDataInitialized,
  type LatentModel,
  type ObjectiveOptions,
  type Rng,
  requireCount,
  requireEvent,
  rng,
  type SampleOptions,
  type Shape,
  sizeOf,
  standardNormal,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Decoder } from './decoder.ts';
import type { Encoder } from './encoder.ts';
import { type EventLikelihood, eventLikelihood } from './event-likelihood.ts';
import { type ImportanceEstimate, importanceEstimate } from './importance-estimate.ts';
import { requireVae } from './require-vae.ts';
import { temperaturesOf } from './temperatures-of.ts';
import type { VaeOptions } from './vae-options.ts';

type VaeParts = {
  readonly encoder: Encoder;
  readonly posterior: Flow<tf.Tensor, tf.Tensor2D>;
  readonly decoder: Decoder;
  readonly likelihood: ConditionalDistribution;
  readonly prior: DensityModel<tf.Tensor2D>;
};

/** log p(x | z), and log q(z | x) - log p(z), whose mean is the divergence of the posterior from the prior: `[batch]`. */
type Terms = { logLikelihood: tf.Tensor1D; divergence: tf.Tensor1D };

/**
 * A variational autoencoder whose posterior is a flow of noise, z = F_x(u), u ~ π_0 (Kingma and Welling 2014, equation 3;
 * Rezende and Mohamed 2015, equation 15; Su and Wu 2018):
 *
 *     log p(x) ≥ ELBO(x) = E_q[log p(x | z) + log p(z) - log q(z | x)]
 *     log q(z | x) = log π_0(u) - log|det ∂F_x/∂u|
 *
 * - `objective`: -E[log p(x | z)] + β_t max(λ, E[log q(z | x) - log p(z)]) over a batch with one u a row, where
 *   β_t = min(1, t / T).
 * - `logProb`: an estimate of the ELBO, its mean taken over a few evenly spread u that are drawn once and for all, so that
 *   it is deterministic and rows do not touch each other.
 * - `estimateLogProb`: log of the mean of p(x | z) p(z) / q(z | x) over samples of q, which is below log p(x) in expectation and tends to it
 *   (Burda et al. 2016, equation 8).
 * - `sample`: x ~ p(x | z), z ~ p(z). A list of two temperatures is that of z and that of x.
 * - `encode`: F_x(0) given x, at the middle of the noise; `decode`: the most probable x given z.
 *
 * @throws ConfigError where parts do not fit together.
 */
export class Vae implements DensityModel, LatentModel, DataInitialized {
  readonly eventShape: Shape;
  readonly likelihood = 'lower-bound';
  readonly measure: 'density' | 'mass';
  readonly config: Config;
  readonly parts: VaeParts;
  readonly dispose: () => void;
  readonly #likelihood: EventLikelihood;
  readonly #points: number;
  readonly #freeBits: number;
  readonly #warmUp: number;

  constructor(options: VaeOptions) {
    requireVae(options);
    const { eventShape, encoder, posterior, decoder, likelihood, points = 8, freeBits = 0, warmUp = 0 } = options;
    const prior = options.prior ?? (standardNormal({ eventShape: posterior.eventShape }) as DensityModel<tf.Tensor2D>);
    const { parts, dispose } = trainable({ kind: 'vae' }, { encoder, posterior, decoder, likelihood, prior });
    const configs = Object.entries(parts).map(([name, { config }]) => [name, config]);
    this.config = {
      kind: 'vae',
      eventShape: [...eventShape],
      ...Object.fromEntries(configs),
      points,
      freeBits,
      warmUp,
    };
    this.parts = parts;
    this.dispose = dispose;
    this.eventShape = eventShape;
    this.measure = likelihood.measure;
    this.#likelihood = eventLikelihood(likelihood, eventShape);
    this.#points = points;
    this.#freeBits = freeBits;
    this.#warmUp = warmUp;
  }

  logProb(x: tf.Tensor, given?: Given): tf.Tensor1D {
    requireEvent('Vae.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const h = this.#encoded(x, given);
      const bounds = basePoints(this.parts.posterior.base, this.#points, 'vae').map((point) =>
        tf.tidy(() => this.#logWeight(x, h, contextOf('Vae.logProb', x.shape[0] as number, point()), given)),
      );
      return tf.addN(bounds).div(this.#points) as tf.Tensor1D;
    });
  }

  objective(x: tf.Tensor, { rng, step, ...given }: ObjectiveOptions): tf.Scalar {
    requireEvent('Vae.objective', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const u = this.#noise(x.shape[0] as number, rng);
      const { logLikelihood, divergence } = this.#terms(x, this.#encoded(x, given), u, given);
      const free = this.#freeBits === 0 ? divergence.mean() : divergence.mean().maximum(this.#freeBits);
      const tempered = this.#warmUp === 0 ? free : free.mul(step.div(this.#warmUp).minimum(1));
      return tempered.sub(logLikelihood.mean()) as tf.Scalar;
    });
  }

  estimateLogProb(x: tf.Tensor, options: EstimateOptions): tf.Tensor1D {
    const { logProb, standardError } = this.importanceEstimate(x, options);
    standardError.dispose();
    return logProb;
  }

  /**
   * `estimateLogProb`, and its standard error by the delta method; both `[batch]`, in nats. As many samples are drawn at
   * once as memory has place for.
   */
  importanceEstimate(x: tf.Tensor, { rng, samples, ...given }: EstimateOptions): ImportanceEstimate {
    requireEvent('Vae.importanceEstimate', 'x', x, this.eventShape);
    requireCount('Vae.importanceEstimate', 'samples', samples);
    return tf.tidy(() => {
      const h = this.#encoded(x, given);
      return importanceEstimate(
        (count) => {
          const rows = (t: tf.Tensor) => tf.tile(t, [count, ...t.shape.slice(1).map(() => 1)]);
          const u = this.#noise(count * (x.shape[0] as number), rng);
          const context = given.context && (given.context.shape[0] === 1 ? given.context : rows(given.context));
          const logWeights = this.#logWeight(rows(x), rows(h) as tf.Tensor2D, u, { ...given, context });
          return logWeights.reshape([count, -1]) as tf.Tensor2D;
        },
        { samples, size: sizeOf(x.shape) },
      );
    });
  }

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

  /** The x that is most probable given z `[batch, dims]`, elements by themselves: `[batch, ...eventShape]`. */
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

  /**
   * Initialises the posterior's flow as if z were standard normal, then the prior with what it makes of the batch.
   */
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

  #encoded(x: tf.Tensor, given: Given | undefined): tf.Tensor2D {
    return this.parts.encoder.apply(this.#likelihood.embed(x), given);
  }

  #noise(count: number, rng: Rng): tf.Tensor {
    return this.parts.posterior.base.sample(count, { rng });
  }

  /** log p(x | z) + log p(z) - log q(z | x) at z = F_x(u). */
  #logWeight(x: tf.Tensor, h: tf.Tensor2D, u: tf.Tensor, given: Given | undefined): tf.Tensor1D {
    const { logLikelihood, divergence } = this.#terms(x, h, u, given);
    return logLikelihood.sub(divergence) as tf.Tensor1D;
  }

  #terms(x: tf.Tensor, h: tf.Tensor2D, u: tf.Tensor, given: Given = {}): Terms {
    const { posterior, decoder, prior } = this.parts;
    const { value: z, logDet } = posterior.bijector.forward(u, { context: h, training: given.training });
    const logQ = posterior.base.logProb(u).sub(logDet);
    return {
      logLikelihood: this.#likelihood.logProb(x, decoder.apply(z, given)),
      divergence: logQ.sub(prior.logProb(z, given)) as tf.Tensor1D,
    };
  }
}

export const vae = (options: VaeOptions): Vae => new Vae(options);
