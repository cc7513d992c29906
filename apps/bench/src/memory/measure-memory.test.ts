import { expect, test } from 'vitest';
import { measureMemory } from './measure-memory.ts';
import { inFreshProcess, type MemoryTask } from './memory-task.ts';

/** What each task would say. */
async function answers(task: MemoryTask): Promise<number> {
  if (task.measure === 'parameters') return 10;
  if (task.measure === 'tensorBytes') return task.recompute ? 300 : 900;
  if (task.measure === 'processBytes') return task.rows === 1 ? 5000 : 6000;
  return 1e-6;
}

test('op by op, the peak is that of tensors with weights, gradients and two moments', async () => {
  expect(await measureMemory(4, { engine: 'eager', recompute: false }, answers)).toEqual({
    depth: 4,
    engine: 'eager',
    recompute: false,
    parameterBytes: 40,
    peakBytes: 900 + 160,
    activationBytes: 900,
    gradientDistance: 0,
  });
});

test('compiled, activations are what a process takes more than with batches of one row', async () => {
  expect(await measureMemory(4, { engine: 'compiled', recompute: true }, answers)).toMatchObject({
    peakBytes: 6000,
    activationBytes: 1000,
    gradientDistance: 1e-6,
  });
});

test('a process that fails is told with its complaint', async () => {
  await expect(inFreshProcess({ measure: 'parameters', depth: 0 })).rejects.toThrow(
    'expected steps to be a whole number',
  );
});
