import type { Cost, DataFacts, DoneTrial, Metrics, Results, Trial } from './results.ts';

/** What the trials of one model on one data set say together. */
export type SummaryRow = {
  model: string;
  done: readonly DoneTrial[];
  /** Why trials failed; empty where none did. */
  failures: readonly string[];
  /** Means over the seeds, where a trial is done; the standard error is the test set's, not the seeds'. */
  metrics?: Metrics;
  cost?: Cost;
  /** The standard deviation of the test NLL over two seeds or more. */
  spread?: number;
};

export type Summary = { facts: DataFacts; rows: readonly SummaryRow[]; best?: string };

/** One table a data set, energies apart, its models in the order of the run. */
export const summarise = ({ dataSets, trials }: Results): Summary[] =>
  dataSets.map((facts) => {
    const here = trials.filter(({ data }) => data === facts.data);
    const models = [...new Set(here.map(({ model }) => model))];
    const rows = models.map((model) =>
      rowOf(
        model,
        here.filter((trial) => trial.model === model),
      ),
    );
    return { facts, rows, best: bestOf(rows) };
  });

function rowOf(model: string, trials: readonly Trial[]): SummaryRow {
  const done = trials.filter((trial) => trial.status === 'done');
  const failures = trials.flatMap((trial) => (trial.status === 'failed' ? [trial.error] : []));
  if (done.length === 0) return { model, done, failures };
  const metrics = meanOf(done.map((trial) => trial.metrics));
  const cost = meanOf(done.map((trial) => trial.cost));
  return { model, done, failures, metrics, cost, ...(done.length > 1 && { spread: spreadOf(done, metrics.testNll) }) };
}

/** The mean of each number that the records have. */
function meanOf<T extends Record<string, number | undefined>>(records: readonly T[]): T {
  const mean = (key: string) => records.reduce((sum, record) => sum + (record[key] as number), 0) / records.length;
  const keys = Object.keys(records[0] as T).filter((key) => records.every((record) => record[key] !== undefined));
  return Object.fromEntries(keys.map((key) => [key, mean(key)])) as T;
}

const spreadOf = (done: readonly DoneTrial[], mean: number): number =>
  Math.sqrt(done.reduce((sum, { metrics }) => sum + (metrics.testNll - mean) ** 2, 0) / (done.length - 1));

function bestOf(rows: readonly SummaryRow[]): string | undefined {
  const nll = ({ metrics }: SummaryRow) => metrics?.testNll ?? Infinity;
  const [best] = rows.filter((row) => row.metrics !== undefined).sort((a, b) => nll(a) - nll(b));
  return best?.model;
}
