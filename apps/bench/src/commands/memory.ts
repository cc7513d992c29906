import { Command } from 'commander';
import { machine } from '../machine.ts';
import { measureMemory, memoryCases } from '../memory/measure-memory.ts';
import { type MemoryResults, memoryResultsSchema } from '../memory/memory-results.ts';
import { memoryTable } from '../memory/memory-table.ts';
import { writeAtomically } from '../write-atomically.ts';
import { positiveIntegers } from './flags.ts';

type Flags = { depths: number[]; json?: string };

export const memoryCommand = (): Command =>
  new Command('memory')
    .description('the memory of training deep stacks, activations kept or recomputed, op by op and compiled')
    .option('--depths <list>', 'how many layers the stacks have', positiveIntegers, [4, 8, 16, 32, 64])
    .option('--json <file>', 'a file for machines')
    .action(memory);

async function memory({ depths, json }: Flags): Promise<void> {
  const results: MemoryResults = {
    schemaVersion: 1,
    began: new Date().toISOString(),
    machine: machine(),
    records: [],
  };
  const cases = memoryCases.flatMap((way) => depths.map((depth) => ({ depth, way })));
  for (const [i, { depth, way }] of cases.entries()) {
    const how = way.recompute ? 'recomputed' : 'kept';
    process.stderr.write(`${i + 1}/${cases.length} ${depth} layers, ${way.engine}, activations ${how}\n`);
    results.records.push(await measureMemory(depth, way));
    if (json) writeAtomically(json, `${JSON.stringify(memoryResultsSchema.parse(results), null, 1)}\n`);
  }
  process.stdout.write(`${memoryTable(results.records)}\n`);
}
