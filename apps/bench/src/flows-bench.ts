import { FlowsError } from '@flows/core';
import { Command, CommanderError } from 'commander';
import { compareClassesCommand } from './commands/compare-classes.ts';
import { listCommand } from './commands/list.ts';
import { memoryCommand } from './commands/memory.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { scoreCommand } from './commands/score.ts';
import { speedCommand } from './commands/speed.ts';

const badUsage = 2;

/**
 * Does what a command line says, its words without the program's name; what goes wrong is told on stderr.
 *
 * @returns the exit code: 0, 2 where the command line is not one, otherwise 1.
 */
export async function flowsBench(words: readonly string[]): Promise<number> {
  const program = new Command('flows-bench')
    .description('Normalizing flows, trained and compared on the same data')
    .showHelpAfterError('(flows-bench COMMAND --help lists what is allowed)')
    .exitOverride();
  const commands = [
    ...[runCommand, listCommand, reportCommand, speedCommand, memoryCommand],
    ...[compareClassesCommand, scoreCommand, sampleCommand],
  ];
  for (const make of commands) {
    program.addCommand(make().copyInheritedSettings(program));
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badUsage;
    if (!(error instanceof FlowsError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return error.code === 'config' ? badUsage : 1;
  }
}
