import { dataTrial } from './data-trial.ts';
import { energyTrial } from './energy-trial.ts';
import { isEnergy } from './is-energy.ts';
import type { Trial } from './results.ts';
import type { TrialOptions } from './train.ts';
import type { TrialPlan } from './trial-plan.ts';

/** Fits, measures and saves one model; goes on from the trial's checkpoint where there is one. */
export async function runTrial(plan: TrialPlan, options: TrialOptions): Promise<Trial> {
  const { data } = plan;
  try {
    return await (isEnergy(data) ? energyTrial(plan, data, options) : dataTrial(plan, options));
  } catch (error) {
    // Whatever ended it, one trial's failure is a row of the results and the others go on.
    return { ...plan, status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}
