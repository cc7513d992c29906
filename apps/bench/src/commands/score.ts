import { DataError, shapeText, sizeOf } from '@flows/core';
import { readArray } from '@flows/datasets';
import { openFile } from '@flows/datasets/node';
import { Command } from 'commander';
import { startBackend } from '../backend.ts';
import { rowsOf } from '../data-set.ts';
import { loadModel } from '../load-model.ts';
import { logProbs } from '../log-probs.ts';
import { writeLogProbs } from '../log-probs-file.ts';
import { rowsAtOnce } from '../rows-at-once.ts';

type Flags = { data: string; out: string };

export const scoreCommand = (): Command =>
  new Command('score')
    .description('write the log-density of each row of a file, in nats')
    .argument('<model>', 'a model that run wrote, MODEL.safetensors')
    .requiredOption('--data <file>', 'rows of numbers: .csv, .npy or IDX, also gzipped, or .npz of one array')
    .requiredOption('--out <file>', 'a CSV file: a header, and a number for each row')
    .action(score);

async function score(path: string, { data, out }: Flags): Promise<void> {
  await startBackend();
  const model = await loadModel(path);
  const rows = readArray(await openFile(data));
  const event = rows.shape.slice(1);
  if (sizeOf(event) !== sizeOf(model.eventShape)) {
    const [expected, got] = [shapeText(['rows', ...model.eventShape]), shapeText(rows.shape)];
    throw new DataError(`${data}: expected rows of shape ${expected} as the model in ${path} has them, got ${got}`);
  }
  const shaped = { data: rows.data, shape: [rowsOf(rows), ...model.eventShape] };
  const values = await logProbs((x) => model.logProb(x), shaped, { atOnce: rowsAtOnce(model) });
  writeLogProbs(out, values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  process.stdout.write(`${values.length} rows, mean log-density ${mean.toFixed(4)} nats, in ${out}\n`);
}
