import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { TrialProgress } from './progress.ts';
import type { Trial } from './results.ts';
import { runTrial } from './run-trial.ts';
import type { EngineName } from './runners.ts';
import type { TrialPlan } from './trial-plan.ts';

/** What a worker is told: a trial to run, or to end the one in hand after its step. */
export type ToWorker = { plan: TrialPlan; out: string; engine: EngineName; threads?: number } | 'abort';

/** What a worker tells: how its trial goes, then what became of it. */
export type FromWorker = { progress: TrialProgress } | { trial: Trial };

/**
 * - `jobs`: how many trials run at a time; with more than one, each in a process of its own.
 * - `engine`: what runs the models.
 * - `signal`: ends the trials in hand after their steps, and begins no other.
 */
export type TrialsOptions = {
  out: string;
  jobs: number;
  engine: EngineName;
  signal: AbortSignal;
  onProgress(plan: TrialPlan, progress: TrialProgress): void;
  onTrial(plan: TrialPlan, trial: Trial): void;
};

/** Runs trials in turn. Their numbers do not depend on `jobs`: each has its own generator. */
export async function runTrials(plans: readonly TrialPlan[], options: TrialsOptions): Promise<void> {
  const queue = [...plans];
  const run = options.jobs === 1 ? runHere : runInWorker;
  const lane = async () => {
    for (let plan = queue.shift(); plan !== undefined && !options.signal.aborted; plan = queue.shift()) {
      options.onTrial(plan, await run(plan, options));
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, plans.length) }, lane));
}

const runHere = (plan: TrialPlan, { out, engine, signal, onProgress }: TrialsOptions): Promise<Trial> =>
  runTrial(plan, { out, engine, signal, onProgress: (progress) => onProgress(plan, progress) });

/** Trials that have a core each run on one thread each: threads of several processes would wait for each other. */
const threadsOf = (jobs: number): number | undefined => (availableParallelism() < 2 * jobs ? 1 : undefined);

/** A process for one trial: what it takes down with it is that trial alone. */
function runInWorker(plan: TrialPlan, { out, engine, jobs, signal, onProgress }: TrialsOptions): Promise<Trial> {
  const worker = startWorker();
  const abort = () => tell(worker, 'abort');
  signal.addEventListener('abort', abort);
  return new Promise<Trial>((resolve) => {
    let outcome: Trial | undefined;
    worker.on('message', (message: FromWorker) => {
      if ('progress' in message) onProgress(plan, message.progress);
      else outcome = message.trial;
    });
    worker.on('exit', (code, killedBy) => {
      const error = `its process ended with ${killedBy ?? `exit code ${code}`}`;
      resolve(outcome ?? { ...plan, status: 'failed', error });
    });
    tell(worker, { plan, out, engine, threads: threadsOf(jobs) });
  }).finally(() => signal.removeEventListener('abort', abort));
}

const startWorker = (): ChildProcess =>
  fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    execArgv: ['--conditions=@flows/source', '--import', import.meta.resolve('tsx')],
  });

function tell(worker: ChildProcess, message: ToWorker): void {
  if (worker.connected) worker.send(message);
}
