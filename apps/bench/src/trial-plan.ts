import { isDeepStrictEqual } from 'node:util';
import type { Used } from './data-entry.ts';
import { kindOfData, nameOfData } from './data-sets.ts';
import { isEnergy } from './is-energy.ts';
import { baselinesOf, isTrained, modelEntry } from './models.ts';
import type { Profile, Settings, Training } from './profiles/profile.ts';
import { type ProfileName, profiles } from './profiles.ts';
import type { RunSettings, TrialConfig } from './results.ts';

/** One model to be fitted to one data set, or to one energy, with one seed. */
export type TrialPlan = { model: string; data: string; seed: number; config: TrialConfig };

/** The name of a trial's files. */
export const trialName = ({ model, data, seed }: Pick<TrialPlan, 'model' | 'data' | 'seed'>): string =>
  `${model}-${nameOfData(data)}-seed${seed}`;

/** Every trial of a run: data sets in turn, each with its baselines first. */
export function planTrials(settings: RunSettings): TrialPlan[] {
  return settings.data.flatMap((data) =>
    modelsOn(data, settings).flatMap((model) => {
      // A closed form has no randomness: one seed tells all.
      const seeds = isTrained(model) ? settings.seeds : settings.seeds.slice(0, 1);
      return seeds.map((seed) => ({ model, data, seed, config: configOf(settings, model, data) }));
    }),
  );
}

/** The models that are asked for; where none are, those that the profile trains on this data set. */
function modelsOn(data: string, { profile, models: asked }: RunSettings): readonly string[] {
  const all = isDeepStrictEqual(asked, profiles[profile].models);
  const models = (all ? settingsOn(data, profile).models : undefined) ?? asked;
  // Baselines are fitted to data, and an energy has none.
  const baselines = isEnergy(data) ? [] : baselinesOf(kindOfData(data));
  return [...baselines.filter((name) => !models.includes(name)), ...models];
}

/** What a profile says of energies, of a data set by its name, or otherwise of its kind. */
function settingsOn(data: string, name: ProfileName): Settings {
  const profile: Profile = profiles[name];
  if (isEnergy(data)) return profile.energies;
  return profile.exceptions?.[data] ?? profile.settings[kindOfData(data)];
}

/** All that decides a trial's numbers beside its model, its data and its seed. */
export function configOf(
  settings: Pick<RunSettings, 'profile' | 'steps' | 'epochs' | 'bits' | 'length'>,
  model: string,
  data: string,
): TrialConfig {
  const { architecture, architectures, training, trainings, importanceSamples, ...profile } = settingsOn(
    data,
    settings.profile,
  );
  const used = usedOf(data, profile, settings);
  if (!isTrained(model)) return used;
  return {
    ...used,
    ...(modelEntry(model).latents && importanceSamples !== undefined && { importanceSamples }),
    architecture: { ...architecture, ...architectures?.[model] },
    // Without data there are no epochs.
    training: withLength({ ...training, ...trainings?.[model] }, isEnergy(data) ? { steps: settings.steps } : settings),
  };
}

/** How much of a data set a trial sees. */
function usedOf(
  data: string,
  { rows, length: ofProfile }: Pick<Settings, 'rows' | 'length'>,
  { bits, length = ofProfile }: Used,
): Pick<TrialConfig, 'rows' | 'bits' | 'length'> {
  const kind = isEnergy(data) ? undefined : kindOfData(data);
  return {
    rows,
    ...(kind === 'image' && bits !== undefined && { bits }),
    ...(kind === 'sound' && length !== undefined && { length }),
  };
}

/** A profile's training, as long as the run's flags say. */
function withLength({ steps, epochs, ...training }: Training, asked: { steps?: number; epochs?: number }): Training {
  if (asked.steps !== undefined) return { ...training, steps: asked.steps };
  if (asked.epochs !== undefined) return { ...training, epochs: asked.epochs };
  return { ...training, ...(steps !== undefined && { steps }), ...(epochs !== undefined && { epochs }) };
}

/** The plan that a trial of the results followed. */
export const planOf = ({ model, data, seed, config }: TrialPlan): TrialPlan => ({ model, data, seed, config });
