import type { PeerProcess, Run } from './peer-process.ts';

/** Starts a process of a subject with a workload; resolves when it is done with its first run. */
export type Start = (first: Run) => Promise<PeerProcess>;

/** A subject in a comparison: it gives one number a round, and computes only while it is asked. */
export interface Contestant {
  measure(): Promise<number>;
  end(): void;
}

export type Measure = {
  readonly title: string;
  readonly unit: 'ms' | 's' | 'MiB';
  readonly rounds: number;
  enter(start: Start): Promise<Contestant>;
};

/** At most so many runs warm a process up, and fewer where they take long. */
const warmUpRuns = 5;
const mostMsOfWarmUp = 1000;
const leastMsARound = 300;
const stepsOfTraining = 30;

/** The mean of as many repeats as fill a round, in one process that is warm. */
const steady =
  (run: Run) =>
  async (start: Start): Promise<Contestant> => {
    const process = await start(run);
    try {
      const once = await process.run(run, 1);
      const runs = Math.max(1, Math.min(warmUpRuns, Math.floor(mostMsOfWarmUp / once)));
      await process.run(run, runs);
      const repeat = Math.ceil(leastMsARound / (await process.run(run, runs)));
      return { measure: () => process.run(run, repeat), end: () => process.kill() };
    } catch (error) {
      process.kill();
      throw error;
    }
  };

/** One run a round in a process that has done one, for what takes a peer thousands of passes. */
const single =
  (run: Run) =>
  async (start: Start): Promise<Contestant> => {
    const process = await start(run);
    return { measure: () => process.run(run, 1), end: () => process.kill() };
  };

/** What a process of its own, begun with a training step, tells in each round. */
const fresh =
  (read: (process: PeerProcess) => number | Promise<number>) =>
  async (start: Start): Promise<Contestant> => ({
    async measure() {
      const process = await start('train');
      try {
        return await read(process);
      } finally {
        process.kill();
      }
    },
    end() {},
  });

/** What can be measured of a workload. */
export const measures = {
  train: { title: 'a training step', unit: 'ms', rounds: 7, enter: steady('train') },
  logProb: { title: 'log p of rows', unit: 'ms', rounds: 7, enter: steady('logProb') },
  sample: { title: 'a draw of samples', unit: 'ms', rounds: 7, enter: steady('sample') },
  singleLogProb: { title: 'log p of rows, one run a round', unit: 'ms', rounds: 3, enter: single('logProb') },
  singleSample: { title: 'a draw of samples, one a round', unit: 'ms', rounds: 3, enter: single('sample') },
  coldStart: {
    title: 'from the start of a process to its first finished training step',
    unit: 's',
    rounds: 7,
    enter: fresh(({ coldStartSeconds }) => coldStartSeconds),
  },
  peakMemory: {
    title: 'the largest resident set of a process that trains',
    unit: 'MiB',
    rounds: 7,
    enter: fresh(async (process) => {
      await process.run('train', stepsOfTraining);
      return process.exit();
    }),
  },
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;
