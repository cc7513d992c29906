import { z } from 'zod';
import { machineSchema } from '../machine.ts';

const bytes = z.int();

/**
 * The memory of training a stack of `depth` layers one way.
 *
 * - `parameterBytes`: of its weights; gradients and Adam's moments are three times as many more.
 * - `peakBytes`: eager, the most bytes of tensors while a gradient is taken, with weights, gradients and moments;
 *   compiled, the largest resident set of a process that trains.
 * - `activationBytes`: `peakBytes` less weights, gradients, moments and, compiled, all else that the process has: its peak
 *   where a batch is one row.
 * - `gradientDistance`: ‖g - g'‖ / ‖g'‖ of its gradients and those of a chain that keeps what they need.
 */
export const memoryRecordSchema = z.strictObject({
  depth: z.int().positive(),
  engine: z.enum(['eager', 'compiled']),
  recompute: z.boolean(),
  parameterBytes: bytes,
  peakBytes: bytes,
  activationBytes: bytes,
  gradientDistance: z.number(),
});

export type MemoryRecord = z.infer<typeof memoryRecordSchema>;

/** What `--json` writes. */
export const memoryResultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  began: z.string(),
  machine: machineSchema,
  records: z.array(memoryRecordSchema),
});

export type MemoryResults = z.infer<typeof memoryResultsSchema>;
