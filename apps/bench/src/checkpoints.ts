import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DataError } from '@flows/core';
import { z } from 'zod';
import { trialConfigSchema } from './results.ts';
import { type TrialPlan, trialName } from './trial-plan.ts';
import { writeAtomically } from './write-atomically.ts';

const noteSchema = z.strictObject({ config: trialConfigSchema, trainSeconds: z.number() });

/** The state of a trial that was cut off, and the seconds it had trained. */
export type Checkpoint = { bytes: Uint8Array; trainSeconds: number };

const paths = (out: string, plan: TrialPlan) => ({
  state: join(out, 'checkpoints', `${trialName(plan)}.safetensors`),
  note: join(out, 'checkpoints', `${trialName(plan)}.json`),
});

export function writeCheckpoint(out: string, plan: TrialPlan, { bytes, trainSeconds }: Checkpoint): void {
  const { state, note } = paths(out, plan);
  writeAtomically(note, JSON.stringify({ config: plan.config, trainSeconds }));
  writeAtomically(state, bytes);
}

/**
 * The checkpoint of a trial, if it left one.
 *
 * @throws DataError where it was written by a trial of other settings.
 */
export function readCheckpoint(out: string, plan: TrialPlan): Checkpoint | undefined {
  const { state, note } = paths(out, plan);
  if (!existsSync(state) || !existsSync(note)) return undefined;
  const { config, trainSeconds } = noteSchema.parse(JSON.parse(readFileSync(note, 'utf8')));
  if (!isDeepStrictEqual(config, plan.config)) {
    throw new DataError(
      `${state}: a checkpoint of other settings: expected ${JSON.stringify(plan.config)}, got ${JSON.stringify(config)}; delete it to start the trial again`,
    );
  }
  return { bytes: readFileSync(state), trainSeconds };
}

export function removeCheckpoint(out: string, plan: TrialPlan): void {
  for (const path of Object.values(paths(out, plan))) rmSync(path, { force: true });
}
