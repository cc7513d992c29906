import type { PeerProcess } from './peer-process.ts';

/** Starts a process of a subject with a workload; resolves when it has taken its first training step. */
export type Start = () => Promise<PeerProcess>;

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

const warmUpRuns = 5;
const leastMsARound = 300;
const stepsOfTraining = 30;

/** The mean of as many repeats as fill a round, in one process that is warm. */
const steady =
  (run: 'train' | 'logProb') =>
  async (start: Start): Promise<Contestant> => {
    const process = await start();
    try {
      await process.run(run, warmUpRuns);
      const repeat = Math.ceil(leastMsARound / (await process.run(run, warmUpRuns)));
      return { measure: () => process.run(run, repeat), end: () => process.kill() };
    } catch (error) {
      process.kill();
      throw error;
    }
  };

/** What a process of its own tells in each round. */
const fresh =
  (read: (process: PeerProcess) => number | Promise<number>) =>
  async (start: Start): Promise<Contestant> => ({
    async measure() {
      const process = await start();
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
  logProb: { title: 'log p of 1000 rows', unit: 'ms', rounds: 7, enter: steady('logProb') },
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
