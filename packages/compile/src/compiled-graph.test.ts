import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { CompiledGraph } from './compiled-graph.ts';
import type { Value } from './graph.ts';
import { record } from './recording.ts';
import type { Runtime } from './runtime.ts';

/** The runtime, which tells with which options sessions are made, and which of them are released. */
function watchedRuntime() {
  const seen: { threads: unknown[]; levels: unknown[]; models: Buffer[]; released: number } = {
    threads: [],
    levels: [],
    models: [],
    released: 0,
  };
  const runtime: Runtime = {
    Tensor: ort.Tensor,
    InferenceSession: {
      create: async (model, options) => {
        seen.threads.push(options?.intraOpNumThreads);
        seen.levels.push(options?.graphOptimizationLevel);
        seen.models.push(Buffer.from(model));
        const session = await ort.InferenceSession.create(model, options);
        const run = session.run.bind(session) as never;
        return { run, release: () => session.release().then(() => void seen.released++) };
      },
    },
  };
  return { runtime, seen };
}

const product = (size: number) =>
  record(({ tensor }) => [
    tf.matMul(tensor<tf.Tensor2D>([size, size], 'float32'), tensor<tf.Tensor2D>([size, size], 'float32')),
  ]);

test('runs with given threads, else with one, or with all where a product is large', async () => {
  const { runtime, seen } = watchedRuntime();
  const open = async (size: number, threads?: number) =>
    (await CompiledGraph.open(product(size), runtime, { threads })).release();
  await open(2);
  await open(200);
  await open(2, 3);
  await open(200, 1);
  const everyCore = 0;
  expect(seen.threads).toEqual([1, everyCore, 3, 1]);
});

test('a large product among many small nodes takes no threads', async () => {
  const { runtime, seen } = watchedRuntime();
  const among = (nodes: number) =>
    record(({ tensor }) => {
      const x = tensor<tf.Tensor2D>([200, 200], 'float32');
      let small: tf.Tensor = tensor<tf.Tensor1D>([2], 'float32');
      for (let i = 0; i < nodes; i++) small = small.tanh();
      return [tf.matMul(x, x), small];
    });
  for (const nodes of [20, 40]) (await CompiledGraph.open(among(nodes), runtime)).release();
  expect(seen.threads).toEqual([0, 1]);
});

test('graphs are rewritten as far as it gains: functions, functions of images, and training steps', async () => {
  const { runtime, seen } = watchedRuntime();
  const convolution = record(({ tensor }) => [
    tf.conv2d(tensor<tf.Tensor4D>([1, 4, 4, 2], 'float32'), tf.ones<tf.Rank.R4>([3, 3, 2, 2]), 1, 'same'),
  ]);
  (await CompiledGraph.open(product(2), runtime)).release();
  (await CompiledGraph.open(convolution, runtime)).release();
  (await CompiledGraph.open(convolution, runtime, { of: 'step' })).release();
  expect(seen.levels).toEqual(['extended', 'all', 'basic']);
});

test('sums with convolutions are one operation in a training step, and as ONNX has them in a function', async () => {
  const { runtime, seen } = watchedRuntime();
  const residual = record(({ tensor }) => {
    const x = tensor<tf.Tensor4D>([1, 4, 4, 2], 'float32');
    return [tf.conv2d(x, tf.ones<tf.Rank.R4>([3, 3, 2, 2]), 1, 'same').add(x)];
  });
  (await CompiledGraph.open(residual, runtime)).release();
  (await CompiledGraph.open(residual, runtime, { of: 'step' })).release();
  expect(seen.models.map((model) => model.includes('FusedConv'))).toEqual([false, true]);
});

test('whole numbers that tfjs calls floats are fed as floats', async () => {
  const { runtime } = watchedRuntime();
  const recording = record(({ tensor }) => [tensor<tf.Tensor>([2], 'float32').mul(2)]);
  const [input, output] = [recording.given[0] as Value, recording.outputs[0] as Value];
  const compiled = await CompiledGraph.open(recording, runtime);
  const results = await compiled.run({ [input.name]: compiled.tensor(input, Int32Array.of(1, 3)) });
  expect(results[output.name]?.data).toEqual(Float32Array.of(2, 6));
  compiled.release();
});

test('a large product that no output needs takes no threads', async () => {
  const { runtime, seen } = watchedRuntime();
  const recording = record(({ tensor }) => {
    const x = tensor<tf.Tensor2D>([200, 200], 'float32');
    tf.matMul(x, x);
    return [x.sum()];
  });
  (await CompiledGraph.open(recording, runtime)).release();
  expect(seen.threads).toEqual([1]);
});

test('reads feeds and fills fetches in place, run after run', async () => {
  const { runtime, seen } = watchedRuntime();
  const recording = record(({ tensor }) => [tensor<tf.Tensor>([2], 'float32').mul(2)]);
  const [input, output] = [recording.given[0] as Value, recording.outputs[0] as Value];
  const compiled = await CompiledGraph.open(recording, runtime);
  const [given, made] = [Float32Array.of(1, 2), new Float32Array(2)];
  const feeds = { [input.name]: compiled.tensor(input, given) };
  const fetches = { [output.name]: compiled.tensor(output, made) };
  await compiled.run(feeds, fetches);
  expect(made).toEqual(Float32Array.of(2, 4));
  given.set([3, 5]);
  await compiled.run(feeds, fetches);
  expect(made).toEqual(Float32Array.of(6, 10));
  expect((await compiled.run(feeds))[output.name]?.data).toEqual(made);
  compiled.release();
  await expect.poll(() => seen.released).toBe(1);
});

test('what the function assigned is an output too', async () => {
  const { runtime } = watchedRuntime();
  const count = tf.variable(tf.scalar(1));
  const recording = record(() => {
    count.assign(count.add(1));
    return [tf.scalar(7)];
  });
  const compiled = await CompiledGraph.open(recording, runtime);
  const [read, assigned] = [recording.variables.get(count) as Value, recording.assigned.get(count) as Value];
  const results = await compiled.run({ [read.name]: compiled.tensor(read, Float32Array.of(4)) });
  expect(results[assigned.name]?.data).toEqual(Float32Array.of(5));
  expect(results[recording.outputs[0]?.name as string]?.data).toEqual(Float32Array.of(7));
  compiled.release();
  count.dispose();
});
