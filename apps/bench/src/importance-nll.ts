import { type DensityModel, nats, rng } from '@flows/core';
import { Vae } from '@flows/vae-flow';
import type { DataSet } from './data-set.ts';
import { logProbs } from './log-probs.ts';
import type { Metrics } from './results.ts';
import type { Running } from './runners.ts';

const mostSamples = 128;

/**
 * Of a model with a latent: the mean over the test set of the bound that k importance samples of the posterior give, always
 * from the same noise, and its standard error over the rows, in nats,
 *
 *     -log 1/k Σ_i p(x, z_i) / q(z_i | x)
 *
 * which is nearer to -log p(x) than the mean of the logarithms, the ELBO, and falls with k (Burda et al. 2016, theorem 1).
 */
export async function importanceNll(
  { estimateLogProb }: Pick<Running, 'estimateLogProb'>,
  model: DensityModel,
  { test, contexts }: Pick<DataSet, 'test' | 'contexts'>,
  samples: number = mostSamples,
): Promise<Pick<Metrics, 'importanceNll' | 'importanceNllStderr' | 'importanceSamples'>> {
  if (!(model instanceof Vae) || estimateLogProb === undefined) return {};
  const generator = rng('importance samples');
  const estimates = await logProbs((x, given) => estimateLogProb(x, { ...given, rng: generator, samples }), test, {
    context: contexts?.test,
    // What a posterior makes of one x serves all its samples.
    atOnce: 1,
  });
  const { mean, standardError } = nats(estimates);
  return { importanceNll: mean, importanceNllStderr: standardError, importanceSamples: samples };
}
