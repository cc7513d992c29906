import { countParameters, type DensityModel, fit, rng, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../backend.ts';
import { runners } from '../runners.ts';
import { peakMiB } from '../speed/peak-memory.ts';
import { gradientDistance } from './gradient-distance.ts';
import type { MemoryTask } from './memory-task.ts';
import { batchRows, eventShape, stack } from './stack.ts';
import { tensorBytesOf } from './tensor-bytes-of.ts';

// The process of a memory task, its only argument.

/** Some steps: what a runtime sets aside for a graph it does in the first two. */
const steps = 4;
/** Steps after which the layers are no longer the identity. */
const stepsBeforeGradients = 20;

const rows = (count: number) => {
  const shape = [count, ...eventShape] as const;
  return { shape, data: rng('rows').normals(sizeOf(shape)) };
};

const batchOf = (count: number): tf.Tensor4D => {
  const { data, shape } = rows(count);
  return tf.tensor4d(data, [...shape]);
};

async function train(model: DensityModel<tf.Tensor4D>, steps: number, batchSize: number): Promise<void> {
  const { engine } = await runners.compiled();
  const optimizer = { rate: 1e-3 };
  await fit(model, rows(batchRows), { rng: rng('training'), steps, batchSize, optimizer, engine });
}

async function answerTo(task: MemoryTask): Promise<number> {
  const { depth } = task;
  switch (task.measure) {
    case 'parameters':
      return countParameters(stack(depth, false));
    case 'tensorBytes':
      return tensorBytesOf(stack(depth, task.recompute), batchOf(batchRows));
    case 'processBytes':
      await train(stack(depth, task.recompute), steps, task.rows);
      return peakMiB() * 2 ** 20;
    case 'gradients': {
      const kept = stack(depth, false);
      await train(kept, stepsBeforeGradients, batchRows);
      const { engine } = await runners[task.engine]();
      return gradientDistance(stack(depth, true), kept, batchOf(batchRows), engine);
    }
  }
}

async function answer(task: MemoryTask): Promise<void> {
  await startBackend();
  process.stdout.write(`${JSON.stringify({ answer: await answerTo(task) })}\n`);
}

answer(JSON.parse(process.argv[2] as string)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
