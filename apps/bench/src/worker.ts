import { startBackend } from './backend.ts';
import { runTrial } from './run-trial.ts';
import type { FromWorker, ToWorker } from './run-trials.ts';

// A process that runs one trial for `runTrials`.
const aborted = new AbortController();
const tell = (message: FromWorker) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send?.(message, undefined, {}, () => resolve());
    else resolve();
  });

// Ctrl-C reaches every process of a terminal: the parent decides what it means.
process.on('SIGINT', () => {});
// Without the parent nobody takes the result.
process.on('disconnect', () => process.exit(1));
process.on('message', async (message: ToWorker) => {
  if (message === 'abort') return aborted.abort();
  const { plan, out, engine, threads } = message;
  await startBackend();
  const trial = await runTrial(plan, {
    out,
    engine,
    threads,
    signal: aborted.signal,
    onProgress: (progress) => void tell({ progress }),
  });
  await tell({ trial });
  process.exit(0);
});
