// A bijector of your own in a chain of ours: prices, which are above 0, by the exponential of a flow.
import { chain, fit, flow, load, rng, save } from '@flows/core';
import { kinds, realNvp } from '@flows/realnvp';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { exponential } from './exponential.ts';

await tf.setBackend('wasm');

// Two prices that are log-normal and go together: log x ~ N((1, 2), Σ).
const logs = (count: number, seed: string) => {
  const [a, b] = tf.split(rng(seed).normal<tf.Rank.R2>([count, 2]), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return tf.concat([a.mul(0.5).add(1), a.mul(0.6).add(b.mul(0.8)).mul(0.3).add(2)], 1);
};
const x = tf.tidy(() => logs(20_000, 'train').exp());

// Data lie at the end of the chain: latent -> realNvp -> exponential -> prices, all of them above 0.
const { base, bijector } = realNvp({ dims: 2, layers: 4, hidden: [16], rng: rng(0) });
const model = flow({ base, bijector: chain(bijector, exponential()) });
await fit(model, x, { rng: rng(1), steps: 600, optimizer: { rate: 1e-2 }, schedule: { kind: 'cosine' } });

const samples = model.sample(20_000, { rng: rng(2) });
const describe = (name: string, prices: tf.Tensor) => {
  const { mean, variance } = tf.moments(prices.log(), 0);
  const [m, s] = [mean, variance.sqrt()].map((tensor) => Array.from(tensor.dataSync(), (v) => v.toFixed(2)).join(', '));
  console.log(`${name.padEnd(8)} smallest ${prices.min().dataSync()[0]?.toFixed(3)}   log: mean ${m}   deviation ${s}`);
};
describe('data', x);
describe('samples', samples);

// Whoever loads the model lists the kinds that it may be made of, yours among them.
const again = load<typeof model>(save(model), { ...kinds, exponential });
const price = tf.tensor2d([[2.7, 7.4]]);
console.log(`log p of the prices (2.7, 7.4): ${model.logProb(price).dataSync()[0]?.toFixed(3)}`);
console.log(`and of the model that was saved and loaded: ${again.logProb(price).dataSync()[0]?.toFixed(3)}`);
