// One training twice, op by op and as one graph: the same losses, not the same time. Then the model as ONNX files.
import { compileModel, exportOnnx, onnxEngine } from '@flows/compile';
import { type Engine, fit, rng } from '@flows/core';
import { toys } from '@flows/datasets';
import { maf } from '@flows/maf-iaf';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { InferenceSession, Tensor } from 'onnxruntime-node';

await tf.setBackend('wasm');
const { moons } = toys;
const data = moons.sample(20_000, rng('train'));

/** Trains a MAF and tells its losses every 25 steps, and the milliseconds from step 25 on. */
async function trained(engine?: Engine) {
  const model = maf({ dims: 2, layers: 5, hidden: [64, 64], rng: rng(0) });
  const losses: number[] = [];
  let start = 0;
  await fit(model, data, {
    rng: rng(1),
    steps: 150,
    optimizer: { rate: 1e-3 },
    engine,
    onProgress: ({ step, loss }) => {
      if (step === 25) start = performance.now();
      if (step % 25 === 0) losses.push(loss);
    },
  });
  return { model, losses, stepMs: (performance.now() - start) / 125 };
}

const eager = await trained();
const compiled = await trained(onnxEngine());

console.log('step   eager   compiled   (nats)');
for (const [i, loss] of eager.losses.entries()) {
  console.log(`${String(25 * (i + 1)).padStart(4)}   ${loss.toFixed(3)}   ${compiled.losses[i]?.toFixed(3)}`);
}
console.log(`${eager.stepMs.toFixed(1)} ms a step eagerly, ${compiled.stepMs.toFixed(1)} ms compiled`);

// What is used again and again can be compiled too.
const { model } = compiled;
const points = moons.sample(5, rng('test'));
const x = tf.tensor2d(Float32Array.from(points.data), [5, 2]);
const fast = compileModel(model);
const logProb = await fast.logProb(x);
fast.dispose();

// The same as a file, which any ONNX Runtime opens: Python's, C++'s, or here Node's, without TensorFlow.js.
const files = await exportOnnx(model);
const session = await InferenceSession.create(files.logProb);
const { log_prob: fromFile } = await session.run({ x: new Tensor('float32', Float32Array.from(points.data), [5, 2]) });

console.log('\nlog p of five points: eager, compiled, and from a file');
const numbers = [model.logProb(x).dataSync(), logProb.dataSync(), fromFile?.data as Float32Array];
for (let i = 0; i < 5; i++) console.log(numbers.map((list) => (list[i] as number).toFixed(4)).join('   '));
console.log(`\nlogProb is a file of ${files.logProb.length} bytes, sample one of ${files.sample.length}.`);
