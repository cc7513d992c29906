import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TrialPlan, trialName } from './trial-plan.ts';
import { writeAtomically } from './write-atomically.ts';

const header = 'log_prob';

/** Where a run keeps log p of each image of the test set, as its trial measured it. */
export const logProbsPath = (out: string, plan: Pick<TrialPlan, 'model' | 'data' | 'seed'>): string =>
  join(out, 'log-probs', `${trialName(plan)}.csv`);

/** A CSV file of one column: its name, and log p of each row, in nats. */
export const writeLogProbs = (path: string, logProb: Float64Array): void =>
  writeAtomically(path, `${header}\n${logProb.join('\n')}\n`);

/** What `writeLogProbs` wrote; undefined where there is no such file. */
export function readLogProbs(path: string): Float64Array | undefined {
  if (!existsSync(path)) return undefined;
  const [, ...values] = readFileSync(path, 'utf8').trim().split('\n');
  return Float64Array.from(values, Number);
}
