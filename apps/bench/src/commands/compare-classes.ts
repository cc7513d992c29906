import { ConfigError } from '@flows/core';
import { Command, Option } from 'commander';
import { startBackend } from '../backend.ts';
import { type AskedClassSettings, classSettingsOf } from '../classes/class-settings.ts';
import { type FoldResults, hasFolds, readFolds, writeFolds } from '../classes/fold-results.ts';
import { writeFoldsReport } from '../classes/folds-report.ts';
import { foldsText, foldText } from '../classes/folds-text.ts';
import { labelledData, labelledFolds } from '../classes/labelled-folds.ts';
import { runFold } from '../classes/run-fold.ts';
import { machine } from '../machine.ts';
import { requireSameSettings } from '../run-settings.ts';
import { engineNames } from '../runners.ts';
import { integer, positiveInteger } from './flags.ts';

type Flags = AskedClassSettings & { out: string; resume: boolean };

export const compareClassesCommand = (): Command =>
  new Command('compare-classes')
    .description(
      'train a MAF that is given the class beside one that is not, fold by fold; write what the class is worth',
    )
    .addOption(
      new Option('--data <name>', 'a data set whose rows have classes (default: digits)').choices(labelledData),
    )
    .option('--folds <n>', 'parts, each of which is the test once (default: 10)', positiveInteger)
    .option('--seed <n>', 'the seed of the weights and the training (default: 0)', integer)
    .option('--epochs <n>', 'the most epochs of each training (default: 100)', positiveInteger)
    .addOption(new Option('--engine <name>', 'what runs the models (default: compiled)').choices(engineNames))
    .requiredOption('--out <dir>', 'the folder of folds.json, the models and report.html')
    .option('--resume', 'go on with the folds in --out', false)
    .action(compareClasses);

async function compareClasses({ out, resume, ...asked }: Flags): Promise<void> {
  const results = begun(out, asked, resume);
  const { settings } = results;
  const foldOf = await labelledFolds(settings.data, settings.folds);
  await startBackend();
  for (let fold = results.folds.length; fold < settings.folds; fold++) {
    const done = await runFold(foldOf(fold), { fold, settings, out });
    results.folds.push(done);
    writeFolds(out, results);
    process.stderr.write(`${foldText(done)}\n`);
  }
  const report = await writeFoldsReport(out, results, foldOf);
  process.stdout.write(`${foldsText(results)}\n\nReport: ${report}\n`);
}

/** The folds that are done already: none, or with `resume` those in `out`. */
function begun(out: string, asked: AskedClassSettings, resume: boolean): FoldResults {
  if (!hasFolds(out)) {
    const settings = classSettingsOf(asked);
    return { schemaVersion: 1, began: new Date().toISOString(), machine: machine(), settings, folds: [] };
  }
  if (!resume) {
    throw new ConfigError(`${out} holds folds already: add --resume to go on with them, or choose another --out`);
  }
  const results = readFolds(out);
  requireSameSettings(out, results.settings, asked);
  return results;
}
