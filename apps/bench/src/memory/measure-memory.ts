import type { EngineName } from '../runners.ts';
import type { MemoryRecord } from './memory-results.ts';
import { inFreshProcess } from './memory-task.ts';
import { batchRows } from './stack.ts';

/** Weights, their gradients and Adam's two moments. */
const arraysOfWeights = 4;

/** What is measured of one depth: op by op and compiled, kept and recomputed, each in processes of its own. */
export const memoryCases = (['eager', 'compiled'] as const).flatMap((engine) =>
  [false, true].map((recompute) => ({ engine, recompute })),
);

/** The memory of training a stack; `run` does a task. */
export async function measureMemory(
  depth: number,
  { engine, recompute }: { engine: EngineName; recompute: boolean },
  run = inFreshProcess,
): Promise<MemoryRecord> {
  const parameterBytes = 4 * (await run({ measure: 'parameters', depth }));
  const gradientDistance = recompute ? await run({ measure: 'gradients', depth, engine }) : 0;
  const about = { depth, engine, recompute, parameterBytes, gradientDistance };
  if (engine === 'eager') {
    const activationBytes = await run({ measure: 'tensorBytes', depth, recompute });
    return { ...about, peakBytes: activationBytes + arraysOfWeights * parameterBytes, activationBytes };
  }
  const peakBytes = await run({ measure: 'processBytes', depth, recompute, rows: batchRows });
  const baseline = await run({ measure: 'processBytes', depth, recompute, rows: 1 });
  return { ...about, peakBytes, activationBytes: peakBytes - baseline };
}
