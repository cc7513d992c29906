import { FlowsError } from '@flows/core';
import { Command, CommanderError } from 'commander';
import { listCommand } from './commands/list.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { scoreCommand } from './commands/score.ts';

const badUsage = 2;

const commands = [runCommand, listCommand, reportCommand, scoreCommand, sampleCommand].map((make) => make());

const program = new Command('flows-bench')
  .description('Normalizing flows, trained and compared on the same data')
  .showHelpAfterError('(flows-bench COMMAND --help lists what is allowed)');

for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
for (const command of [program, ...commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : badUsage;
  else if (error instanceof FlowsError) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = error.code === 'config' ? badUsage : 1;
  } else throw error;
}
