import { rng, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { Command } from 'commander';
import { startBackend } from '../backend.ts';
import { loadModel } from '../load-model.ts';
import { samplesOf } from '../report/samples-of.ts';
import { writeAtomically } from '../write-atomically.ts';
import { integer, numbers, positiveInteger, temperature } from './flags.ts';

type Flags = { count: number; out: string; seed: number; temperature: number; context?: number[] };

const rowsAtOnce = 1000;

export const sampleCommand = (): Command =>
  new Command('sample')
    .description('write samples of a model, in the units of its data')
    .argument('<model>', 'a model that run wrote, MODEL.safetensors')
    .requiredOption('--count <n>', 'how many rows', positiveInteger)
    .requiredOption('--out <file>', 'a CSV file without a header')
    .option('--seed <n>', 'the seed of the sample', integer, 0)
    .option('--temperature <t>', '1 samples the model, less stays nearer its modes', temperature, 1)
    .option(
      '--context <numbers>',
      'what the model is given, with commas between: of ten classes the fourth is 0,0,0,1,0,0,0,0,0,0',
      numbers,
    )
    .action(sample);

async function sample(path: string, { count, out, seed, ...options }: Flags): Promise<void> {
  await startBackend();
  const model = await loadModel(path);
  const width = sizeOf(model.eventShape);
  const generator = rng(seed);
  const context = options.context && tf.tensor2d([options.context]);
  const lines: string[] = [];
  while (lines.length < count) {
    const given = { rng: generator, temperature: options.temperature, ...(context && { context }) };
    const { data } = await samplesOf(model, Math.min(rowsAtOnce, count - lines.length), given);
    for (let at = 0; at < data.length; at += width) lines.push(data.subarray(at, at + width).join(','));
  }
  context?.dispose();
  writeAtomically(out, `${lines.join('\n')}\n`);
  process.stdout.write(`${count} rows in ${out}\n`);
}
