import {
  ConfigError,
  requireCount,
  requireDensityModel,
  requireInRange,
  requireShape,
  shapeText,
  sizeOf,
} from '@flows/core';
import type { VaeOptions } from './vae-options.ts';

/**
 * Requires parts that fit together.
 *
 * @throws ConfigError naming the option, what was expected and what came.
 */
export function requireVae(options: VaeOptions): void {
  const { eventShape, points = 8, freeBits = 0, warmUp = 0 } = options;
  requireShape('vae', 'eventShape', eventShape);
  requireCount('vae', 'points', points);
  requireInRange('vae', 'freeBits', freeBits, 0);
  requireCount('vae', 'warmUp', warmUp, 0);
  requireNetworks(options);
  requireLatents(options);
  requireLikelihood(options);
}

function requireNetworks({ encoder, decoder }: VaeOptions): void {
  for (const [name, part] of Object.entries({ encoder, decoder })) {
    if (typeof part?.apply === 'function') continue;
    throw new ConfigError(`vae: expected ${name} to be a network, got ${JSON.stringify(part?.config?.kind ?? part)}`);
  }
}

/** That the posterior and the prior are of what the decoder takes. */
function requireLatents({ posterior, decoder, prior }: VaeOptions): void {
  if (!('bijector' in (posterior ?? {}) && 'base' in posterior)) {
    throw new ConfigError(`vae: expected posterior to be a flow, got ${JSON.stringify(posterior?.config?.kind)}`);
  }
  if (posterior.likelihood !== 'exact') {
    throw new ConfigError('vae: expected a posterior whose log-density is exact, got one with a bound');
  }
  const { inputs } = decoder;
  if (String(posterior.eventShape) !== String([inputs])) {
    throw new ConfigError(
      `vae: expected a posterior of the decoder's ${inputs} inputs, got one of events ${shapeText(posterior.eventShape)}`,
    );
  }
  if (prior === undefined) return;
  requireDensityModel('vae', 'prior', prior);
  if (prior.measure !== 'density' || prior.likelihood !== 'exact' || String(prior.eventShape) !== String([inputs])) {
    throw new ConfigError(
      `vae: expected a prior with an exact density of events [${inputs}], got a ${prior.measure} (${prior.likelihood}) of ${shapeText(prior.eventShape)}`,
    );
  }
}

/** That the decoder gives as many parameters as the likelihood needs, of all elements or of those of a place. */
function requireLikelihood({ eventShape, decoder: { outputs }, likelihood }: VaeOptions): void {
  if (typeof likelihood?.parameters !== 'number') {
    throw new ConfigError(
      `vae: expected likelihood to be a conditional distribution, got ${JSON.stringify(likelihood?.config?.kind)}`,
    );
  }
  const { parameters, joint = 1 } = likelihood;
  const channels = eventShape.at(-1) ?? 1;
  const needed = [sizeOf(eventShape), channels].map((elements) => (parameters * elements) / joint);
  if (needed.includes(outputs)) return;
  throw new ConfigError(
    `vae: expected a decoder with ${needed[0]} outputs, ${parameters} parameters for each element, or with ${needed[1]} at each place of an image, got ${outputs}`,
  );
}
