import { Command } from 'commander';
import { startBackend } from '../backend.ts';
import { writeReport } from '../report/report.ts';
import { readResults } from '../results.ts';

export const reportCommand = (): Command =>
  new Command('report')
    .description('write the report again, from the results and the models in a folder')
    .argument('<dir>', 'the --out of a run')
    .action(async (out: string) => {
      const results = readResults(out);
      await startBackend();
      process.stdout.write(`Report: ${await writeReport(out, results)}\n`);
    });
