import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '@flows/core';
import { rowsOf } from './data-set.ts';
import { loadData } from './data-sets.ts';
import { isEnergy } from './is-energy.ts';
import { machine } from './machine.ts';
import { type DataFacts, hasResults, type Results, type RunSettings, readResults, writeResults } from './results.ts';
import { type AskedSettings, requireSameSettings, settingsOf } from './run-settings.ts';
import { planOf, planTrials, type TrialPlan } from './trial-plan.ts';

/**
 * The results that a run starts from, written into `out`: all trials planned, or with `resume` those of the run that
 * was cut off.
 *
 * @throws ConfigError where `out` holds results and `resume` is not asked, or they are of other settings or data.
 * @throws DataError where a file of the user's is malformed.
 */
export async function beginRun(out: string, asked: AskedSettings, { resume }: { resume: boolean }): Promise<Results> {
  if (hasResults(out)) {
    if (resume) return resumed(out, asked);
    throw new ConfigError(`${out} holds results already: add --resume to go on with them, or choose another --out`);
  }
  const settings = settingsOf(asked);
  const plans = planTrials(settings);
  const results: Results = {
    schemaVersion: 1,
    began: new Date().toISOString(),
    machine: machine(),
    settings,
    dataSets: await factsOf(settings, plans),
    trials: plans.map((plan) => ({ ...plan, status: 'planned' })),
  };
  writeResults(out, results);
  return results;
}

async function resumed(out: string, asked: AskedSettings): Promise<Results> {
  const results = readResults(out);
  requireSameSettings(out, results.settings, asked);
  const plans = planTrials(results.settings);
  if (!isDeepStrictEqual(asJson(plans), results.trials.map(planOf))) {
    throw new ConfigError(`${out} holds a run of a profile that has changed since: choose another --out`);
  }
  if (!isDeepStrictEqual(asJson(await factsOf(results.settings, plans)), results.dataSets)) {
    throw new ConfigError(`${out} holds a run on data that has changed since: choose another --out`);
  }
  return results;
}

/** Without the keys that are undefined, as a file brings it back. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function factsOf({ data }: RunSettings, plans: readonly TrialPlan[]): Promise<DataFacts[]> {
  return Promise.all(
    data
      .filter((data) => !isEnergy(data))
      .map(async (data) => {
        const { config } = plans.find((plan) => plan.data === data) as TrialPlan;
        const { train, validation, test, labels: _, ...facts } = await loadData(data, config);
        const rows = { train: rowsOf(train), validation: validation && rowsOf(validation), test: rowsOf(test) };
        return { data, ...facts, rows };
      }),
  );
}
