import { rng, sizeOf } from '@flows/core';
import { Command } from 'commander';
import { startBackend } from '../backend.ts';
import { loadModel } from '../load-model.ts';
import { writeAtomically } from '../write-atomically.ts';
import { integer, positiveInteger, temperature } from './flags.ts';

type Flags = { count: number; out: string; seed: number; temperature: number };

const rowsAtOnce = 1000;

export const sampleCommand = (): Command =>
  new Command('sample')
    .description('write samples of a model, in the units of its data')
    .argument('<model>', 'a model that run wrote, MODEL.safetensors')
    .requiredOption('--count <n>', 'how many rows', positiveInteger)
    .requiredOption('--out <file>', 'a CSV file without a header')
    .option('--seed <n>', 'the seed of the sample', integer, 0)
    .option('--temperature <t>', '1 samples the model, less stays nearer its modes', temperature, 1)
    .action(sample);

async function sample(path: string, { count, out, seed, temperature }: Flags): Promise<void> {
  await startBackend();
  const model = await loadModel(path);
  const width = sizeOf(model.eventShape);
  const generator = rng(seed);
  const lines: string[] = [];
  while (lines.length < count) {
    const x = model.sample(Math.min(rowsAtOnce, count - lines.length), { rng: generator, temperature });
    const values = await x.data();
    x.dispose();
    for (let at = 0; at < values.length; at += width) lines.push(values.subarray(at, at + width).join(','));
  }
  writeAtomically(out, `${lines.join('\n')}\n`);
  process.stdout.write(`${count} rows in ${out}\n`);
}
