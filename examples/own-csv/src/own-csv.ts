// A table of your own: read it, fit a density in its own units, keep the model, and find the rows that do not belong.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, fit, flow, load, type NumericArray, nats, rng, save, standardize } from '@flows/core';
import { readCsv, split } from '@flows/datasets';
import { openFile } from '@flows/datasets/node';
import { kinds, maf } from '@flows/maf-iaf';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';

await tf.setBackend('wasm');

// leaves.csv is made up: two kinds of leaves, and two mistakes of whoever typed them in.
const table = readCsv(await openFile('leaves.csv'));
const [rows = 0, dims = 0] = table.shape;
const { train, validation, test } = split(table, { rng: rng('split') });
console.log(`${rows} rows of ${table.columns?.join(', ')}: ${train.shape[0]} to train`);

// Standardisation is a bijector of the model, nearest to the data: log p is that of the table as it was measured.
const { base, bijector } = maf({ dims, layers: 4, hidden: [32, 32], rng: rng(0) });
const model = flow({ base, bijector: chain(bijector, standardize.fit(train)) });

const { best } = await fit(model, train, {
  rng: rng(1),
  epochs: 100,
  batchSize: 64,
  validation,
  patience: 15,
  optimizer: { rate: 3e-3, weightDecay: 1e-3 },
  clipNorm: 5,
});
console.log(`the best validation, ${best?.validation.toFixed(3)} nats, came after ${best?.step} steps`);

const scoreOf = (from: NumericArray) =>
  tf.tidy(() => model.logProb(tf.tensor2d(Float32Array.from(from.data), [from.data.length / dims, dims])).dataSync());
const { mean, standardError } = nats(scoreOf(test));
console.log(`test: -log p(x) = ${mean.toFixed(3)} ± ${standardError.toFixed(3)} nats a row`);

const file = join(tmpdir(), 'leaves.safetensors');
await writeFile(file, save(model));
const { bytes } = await openFile(file);
const again = load<typeof model>(bytes, kinds);
console.log(`\nkept in ${file}, loaded, and asked for three leaves that nobody picked:`);
again.sample(3, { rng: rng(2), temperature: 0.8 }).print();

console.log('The least likely rows of the table:');
const scores = [...scoreOf(table).entries()].sort(([, a], [, b]) => a - b);
for (const [row, logProb] of scores.slice(0, 4)) {
  const values = Array.from(table.data.subarray(row * dims, (row + 1) * dims), (value) => Number(value.toPrecision(4)));
  console.log(`  line ${String(row + 2).padStart(3)}   log p ${logProb.toFixed(1).padStart(7)}   ${values.join(', ')}`);
}
