import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { EngineName } from '../runners.ts';

/**
 * What a process of its own measures of the stack of `depth` layers.
 *
 * - `parameters`: the number of its weights.
 * - `tensorBytes`: the most bytes of tensors while a gradient is taken op by op, beside weights, batch and gradients.
 * - `processBytes`: the largest resident set of the process, which trains some compiled steps of `rows` rows.
 * - `gradients`: ‖g - g'‖ / ‖g'‖, of what recomputing gives and what keeping gives.
 */
export type MemoryTask = { readonly depth: number } & (
  | { readonly measure: 'parameters' }
  | { readonly measure: 'tensorBytes'; readonly recompute: boolean }
  | { readonly measure: 'processBytes'; readonly recompute: boolean; readonly rows: number }
  | { readonly measure: 'gradients'; readonly engine: EngineName }
);

const answerSchema = z.strictObject({ answer: z.number() });

/**
 * Does a task in a fresh process.
 *
 * @throws Error with the last line of its stderr where it ends without an answer.
 */
export async function inFreshProcess(task: MemoryTask): Promise<number> {
  const file = fileURLToPath(new URL('./memory-process.ts', import.meta.url));
  const flags = ['--conditions=@flows/source', '--import', import.meta.resolve('tsx')];
  const child = spawn(process.execPath, [...flags, file, JSON.stringify(task)]);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
  const line = said.stdout.split('\n').findLast((line) => line.startsWith('{'));
  if (line === undefined) {
    const why = said.stderr.trim().split('\n').at(-1) || `its process ended with ${ended}`;
    throw new Error(`memory: expected an answer to ${JSON.stringify(task)}, got none: ${why}`);
  }
  return answerSchema.parse(JSON.parse(line)).answer;
}
