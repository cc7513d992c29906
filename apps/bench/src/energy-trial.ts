import { ConfigError, countParameters, Flow, fitToDensity, rng, save } from '@flows/core';
import { type EnergyName, energy } from '@flows/datasets';
import type * as tf from '@tensorflow/tfjs';
import { modelPath } from './model-path.ts';
import { modelEntry } from './models.ts';
import type { Trial } from './results.ts';
import { reverseDivergence } from './reverse-divergence.ts';
import { runners } from './runners.ts';
import { type Loop, type TrialOptions, train } from './train.ts';
import type { TrialPlan } from './trial-plan.ts';
import { writeAtomically } from './write-atomically.ts';

/** Fits a flow to the density of an energy, from samples of its own, measures what it is off by, and saves it. */
export async function energyTrial(plan: TrialPlan, name: EnergyName, options: TrialOptions): Promise<Trial> {
  const generator = rng(plan.seed).fork(`${plan.model} on ${name}`);
  const model = flowOf(plan, generator.fork('model'));
  try {
    const { engine } = await runners[options.engine](options);
    const { logDensity, logNormalizer } = energy(name);
    const training = { ...trainingOf(plan), engine, rng: generator.fork('training') };
    const trained = await train(plan, options, {
      fitting: (loop: Loop) => fitToDensity(model, (x) => logDensity(x as tf.Tensor2D), { ...training, ...loop }),
      shift: logNormalizer,
    });
    if (trained === 'aborted') return { ...plan, status: 'interrupted' };
    const divergence = await reverseDivergence(model, name);
    if (!Number.isFinite(divergence.mean)) {
      return { ...plan, status: 'failed', error: `KL(q ‖ p) is ${divergence.mean}: the flow has diverged` };
    }
    writeAtomically(modelPath(options.out, plan), save(model));
    const { seconds, stepMs, curve } = trained;
    const cost = { trainSeconds: seconds, stepMs };
    return { ...plan, status: 'fitted', parameters: countParameters(model), divergence, cost, curve };
  } finally {
    model.dispose();
  }
}

function flowOf({ model, data, config: { architecture } }: TrialPlan, generator: ReturnType<typeof rng>): Flow {
  const entry = modelEntry(model);
  if ('fitted' in entry || architecture === undefined) {
    throw new ConfigError(`${model} on ${data}: expected a flow, got a closed form, which is fitted to data`);
  }
  const built = entry.build({ ...architecture, dims: 2, rng: generator });
  if (built instanceof Flow) return built;
  built.dispose();
  throw new ConfigError(
    `${model} on ${data}: expected a flow, whose samples its weights move, got ${JSON.stringify(built.config.kind)}`,
  );
}

/** A profile's training as `fitToDensity` takes it. */
function trainingOf({ config: { training } }: TrialPlan) {
  if (training?.steps === undefined) throw new ConfigError('a fit to a density: expected a number of steps, got none');
  const { steps, batchSize, optimizer, schedule, clipNorm, anneal, validateEvery: curveEvery } = training;
  return {
    ...{ steps, batchSize, optimizer, schedule, clipNorm, curveEvery },
    ...(anneal && { anneal: { from: anneal.from, steps: Math.ceil((anneal.part * steps) / (1 - anneal.from)) } }),
  };
}
