import type { Estimate } from '@flows/core';
import type { EnergyName } from '@flows/datasets';
import { isEnergy } from './is-energy.ts';
import type { FittedTrial, Results } from './results.ts';

/** What the trials of one model on one energy say together. */
export type EnergyFit = {
  energy: EnergyName;
  fitted: readonly FittedTrial[];
  /** Why trials failed; empty where none did. */
  failures: readonly string[];
  /** Means over the seeds, where a trial is fitted; the standard error is that of the samples, not the seeds'. */
  divergence?: Estimate;
};

export type FitSummary = { model: string; fits: readonly EnergyFit[]; trainSeconds: number };

/** A row a model that was fitted to energies, both in the order of the run. */
export function summariseFits({ settings, trials }: Results): FitSummary[] {
  const onEnergies = trials.filter(({ data }) => isEnergy(data));
  const energies = settings.data.filter(isEnergy);
  return [...new Set(onEnergies.map(({ model }) => model))].map((model) => {
    const fits = energies.map((energy) => {
      const here = onEnergies.filter((trial) => trial.model === model && trial.data === energy);
      const fitted = here.filter((trial) => trial.status === 'fitted');
      const failures = here.flatMap((trial) => (trial.status === 'failed' ? [trial.error] : []));
      return { energy, fitted, failures, ...(fitted.length > 0 && { divergence: meanOf(fitted) }) };
    });
    const times = fits.flatMap(({ fitted }) => fitted.map(({ cost }) => cost.trainSeconds));
    return { model, fits, trainSeconds: times.reduce((sum, seconds) => sum + seconds, 0) };
  });
}

function meanOf(fitted: readonly FittedTrial[]): Estimate {
  const mean = (key: keyof Estimate) =>
    fitted.reduce((sum, { divergence }) => sum + divergence[key], 0) / fitted.length;
  return { mean: mean('mean'), standardError: mean('standardError') };
}
