import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { startBackend } from '../backend.ts';
import { beginRun } from '../begin-run.ts';
import { removeCheckpoint } from '../checkpoints.ts';
import { profileNames } from '../profiles.ts';
import { Progress } from '../progress.ts';
import { writeReport } from '../report/report.ts';
import { isFinished, type Results, writeResults } from '../results.ts';
import type { AskedSettings } from '../run-settings.ts';
import { runTrials } from '../run-trials.ts';
import { engineNames } from '../runners.ts';
import { summaryText } from '../summary-text.ts';
import { planOf, trialName } from '../trial-plan.ts';
import { bits, dataNames, integers, modelNames, positiveInteger } from './flags.ts';

type Flags = AskedSettings & { jobs: number; out?: string; resume: boolean };

const interrupted = 130;

export const runCommand = (): Command =>
  new Command('run')
    .description('train models on data sets; write results.json, the models and report.html')
    .addOption(new Option('--profile <name>', 'what is trained, and how (default: quick)').choices(profileNames))
    .option('--models <names>', 'models, with commas between', modelNames)
    .option('--data <names>', 'data sets, energies, or files or folders of your own, with commas between', dataNames)
    .option('--bits <n>', 'how many bits of each pixel of images are kept, 1 to 8 (default: all)', bits)
    .option('--length <n>', 'how many samples a row of sounds has (default: as the data set has it)', positiveInteger)
    .option('--seeds <numbers>', 'seeds, with commas between', integers)
    .addOption(new Option('--steps <n>', 'steps of each training').argParser(positiveInteger).conflicts('epochs'))
    .option('--epochs <n>', 'epochs of each training', positiveInteger)
    .addOption(new Option('--engine <name>', 'what runs the models (default: compiled)').choices(engineNames))
    .option('--jobs <n>', 'trials at a time, each in a process of its own where more than one', positiveInteger, 1)
    .option('--out <dir>', 'the folder of the results (default: a new one in flows-report)')
    .option('--resume', 'go on with the run in --out', false)
    .action(run);

async function run({ jobs, out: asked, resume, ...settings }: Flags, command: Command): Promise<void> {
  if (resume && asked === undefined)
    command.error('error: --resume needs --out DIR, the folder of the run to go on with');
  const out = asked ?? newFolder(settings.profile ?? 'quick');
  const results = await beginRun(out, settings, { resume });
  await startBackend();
  if (!(await runUnfinished(results, { out, jobs }))) {
    process.stderr.write(`Stopped; what was done is kept. To go on:\n  ${commandToGoOn(out, jobs)}\n`);
    process.exitCode = interrupted;
    return;
  }
  const report = await writeReport(out, results);
  process.stdout.write(`\n${summaryText(results)}\n\nReport: ${report}\n`);
  if (results.trials.some(({ status }) => status === 'failed')) process.exitCode = 1;
}

/** Runs the trials that are not done and keeps the results on disk up to date; false where Ctrl-C ended it. */
async function runUnfinished(results: Results, { out, jobs }: { out: string; jobs: number }): Promise<boolean> {
  const plans = results.trials.filter((trial) => !isFinished(trial)).map(planOf);
  const progress = new Progress(plans.length);
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(interrupted);
    progress.say('Stopping after the steps in hand. Ctrl-C again to quit at once.');
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  await runTrials(plans, {
    out,
    jobs,
    engine: results.settings.engine,
    signal: stop.signal,
    onProgress: (plan, at) => progress.update(plan, at),
    onTrial: (plan, trial) => {
      const index = results.trials.findIndex((other) => trialName(other) === trialName(plan));
      results.trials[index] = trial;
      writeResults(out, results);
      // Only now can a kill no longer cost the trial.
      if (isFinished(trial)) removeCheckpoint(out, plan);
      progress.finish(plan, trial);
    },
  });
  process.off('SIGINT', interrupt);
  return !stop.signal.aborted;
}

/** A folder that no earlier run has written to. */
const newFolder = (profile: string): string =>
  `flows-report/${profile}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;

function commandToGoOn(out: string, jobs: number): string {
  const program = relative('.', fileURLToPath(new URL('../../bin/flows-bench.mjs', import.meta.url)));
  const words = ['node', program, 'run', ...(jobs > 1 ? ['--jobs', String(jobs)] : []), '--out', out, '--resume'];
  return words.map((word) => (/^[\w./=:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
