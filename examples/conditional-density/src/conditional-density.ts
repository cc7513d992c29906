// p(x | c): points on a ring whose radius the context says. One model learns the rings of every radius.
import { fit, rng } from '@flows/core';
import { realNvp } from '@flows/realnvp';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';

await tf.setBackend('wasm');

const rows = 20_000;
const noise = 0.1;
const random = rng('rings');
const context = random.uniform<tf.Rank.R2>([rows, 1]).mul(2).add(1);
const angle = random.uniform<tf.Rank.R2>([rows, 1]).mul(2 * Math.PI);
const ring = tf.concat([angle.cos(), angle.sin()], 1).mul(context);
const x = ring.add(random.normal([rows, 2]).mul(noise));

// Context is an option of every model and an argument of every pass; its width is all that the model must know.
const model = realNvp({ dims: 2, layers: 6, hidden: [32, 32], context: 1, rng: rng(0) });
await fit(
  model,
  { x, context },
  { rng: rng(1), steps: 800, optimizer: { rate: 5e-3 }, schedule: { kind: 'cosine', warmUp: 50 } },
);

console.log('Asked for a ring of radius c, the model puts 2000 points at a distance of');
for (const radius of [1, 1.5, 2, 2.5, 3]) {
  const points = model.sample(2000, { rng: rng(2), context: tf.tensor2d([[radius]]) });
  const { mean, variance } = tf.moments(tf.norm(points, 'euclidean', 1));
  const [middle, spread] = [mean.dataSync()[0] as number, Math.sqrt(variance.dataSync()[0] as number)];
  console.log(`  c = ${radius.toFixed(1)}   ${middle.toFixed(2)} ± ${spread.toFixed(2)}`);
}

console.log('\nlog p(x | c) of the point (0, 2), which the ring of radius 2 goes through:');
for (const radius of [1, 1.5, 2, 2.5, 3]) {
  const logProb = model.logProb(tf.tensor2d([[0, 2]]), { context: tf.tensor2d([[radius]]) });
  console.log(`  c = ${radius.toFixed(1)}   ${(logProb.dataSync()[0] as number).toFixed(1)}`);
}
