// A masked autoregressive flow learns two moons: train, score, sample, save, load.
import { fit, load, nats, rng, save } from '@flows/core';
import { toys } from '@flows/datasets';
import { kinds, maf } from '@flows/maf-iaf';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { drawnAsText } from './drawn-as-text.ts';

await tf.setBackend('wasm');
const { moons } = toys;

const model = maf({ dims: 2, layers: 5, hidden: [32, 32], rng: rng(0) });
await fit(model, moons.sample(50_000, rng('train')), {
  rng: rng(1),
  steps: 900,
  optimizer: { rate: 5e-3 },
  schedule: { kind: 'cosine' },
  onProgress: ({ step, loss }) => step % 300 === 0 && console.log(`step ${step}   ${loss.toFixed(3)} nats`),
});

const test = moons.sample(5000, rng('test'));
const { mean, standardError } = nats(model.logProb(tf.tensor2d(Float32Array.from(test.data), [5000, 2])));
console.log(
  `\n-log p of fresh points: ${mean.toFixed(3)} ± ${standardError.toFixed(3)} nats; no model can have less than`,
);
console.log(
  `their entropy, ${moons.entropy}. Below, ${moons.name} on the left and what the model makes of noise on the right.\n`,
);

const samples = model.sample(5000, { rng: rng(2) });
const [truth, learnt] = [drawnAsText(test.data), drawnAsText(await samples.data())];
console.log(truth.map((line, i) => `${line}    ${learnt[i]}`).join('\n'));

const bytes = save(model);
const again = load<typeof model>(bytes, kinds);
const difference = again
  .sample(5000, { rng: rng(2) })
  .sub(samples)
  .abs()
  .max()
  .dataSync()[0];
console.log(`\nSaved to ${bytes.length} bytes and loaded, its samples differ by ${difference}.`);
