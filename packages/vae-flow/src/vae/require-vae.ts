import {
  ConfigError,
  type DensityModel,
  partsOf,
  requireCount,
  requireDensityModel,
  requireInRange,
  requireShape,
  shapeText,
  sizeOf,
  standardNormal,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { requireNetworks } from './require-networks.ts';
import type { VaeOptions } from './vae-options.ts';

/**
 * Requires parts that fit together.
 *
 * @returns the options with what is absent filled in.
 * @throws ConfigError naming the option, what was expected and what came.
 */
export function requireVae(options: VaeOptions): Required<VaeOptions> {
  const { eventShape, points = 8, freeBits = 0, warmUp = 0 } = options;
  requireShape('vae', 'eventShape', eventShape);
  requireCount('vae', 'points', points);
  requireInRange('vae', 'freeBits', freeBits, 0);
  requireCount('vae', 'warmUp', warmUp, 0);
  requireNetworks('vae', options);
  requirePosterior(options);
  if (options.prior !== undefined) requirePrior(options.prior, options.decoder.inputs);
  requireLikelihood(options);
  const prior =
    options.prior ?? (standardNormal({ eventShape: [options.decoder.inputs] }) as DensityModel<tf.Tensor2D>);
  return { ...options, points, freeBits, warmUp, prior };
}

/** That the posterior takes what the encoder gives, and gives what the decoder takes. */
function requirePosterior({ encoder, posterior, decoder }: VaeOptions): void {
  if (!('bijector' in (posterior ?? {}) && 'base' in posterior)) {
    throw new ConfigError(
      `vae: expected posterior to be a flow, got ${JSON.stringify(posterior?.config?.kind)}; make one with flowPosterior`,
    );
  }
  if (posterior.likelihood !== 'exact') {
    throw new ConfigError(
      'vae: expected a posterior whose log-density is exact, got one with a bound; make one with flowPosterior',
    );
  }
  if (String(posterior.eventShape) !== String([decoder.inputs])) {
    throw new ConfigError(
      `vae: expected a posterior of the decoder's ${decoder.inputs} inputs, got one of events ${shapeText(posterior.eventShape)}; give both the same number`,
    );
  }
  for (const [, { config }] of partsOf(posterior)) {
    if (config.kind !== 'reparameterization' || config.context === encoder.outputs) continue;
    throw new ConfigError(
      `vae: expected a posterior of the encoder's ${encoder.outputs} outputs, got one of a context of ${config.context}; give both the same number`,
    );
  }
}

function requirePrior(prior: DensityModel<tf.Tensor2D>, dims: number): void {
  requireDensityModel('vae', 'prior', prior);
  const { measure, likelihood, eventShape } = prior;
  if (measure === 'density' && likelihood === 'exact' && String(eventShape) === String([dims])) return;
  throw new ConfigError(
    `vae: expected a prior with an exact density of events [${dims}], got a ${measure} (${likelihood}) of ${shapeText(eventShape)}; give it the decoder's inputs as its dims`,
  );
}

/** That the decoder gives as many parameters as the likelihood needs, of all elements or of those of a place. */
function requireLikelihood({ eventShape, decoder: { outputs }, likelihood }: VaeOptions): void {
  if (typeof likelihood?.parameters !== 'number') {
    throw new ConfigError(
      `vae: expected likelihood to be a conditional distribution, got ${JSON.stringify(likelihood?.config?.kind)}; make one with bernoulliConditional, gaussianConditional or another of core`,
    );
  }
  const { parameters, joint = 1 } = likelihood;
  const channels = eventShape.at(-1) ?? 1;
  if (channels % joint !== 0) {
    throw new ConfigError(
      `vae: expected events of ${joint} channels, or a multiple, which the likelihood has together, got ${shapeText(eventShape)}; give the likelihood the channels of the image`,
    );
  }
  const needed = [sizeOf(eventShape), channels].map((elements) => (parameters * elements) / joint);
  if (needed.includes(outputs)) return;
  throw new ConfigError(
    `vae: expected a decoder with ${needed[0]} outputs, ${parameters} parameters for each ${joint === 1 ? 'element' : `${joint} elements`}, or with ${needed[1]} at each place of an image, got ${outputs}`,
  );
}
