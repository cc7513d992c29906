import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@flows/core';
import { z } from 'zod';
import { machineSchema } from './machine.ts';
import { architectureSchema, trainingSchema } from './profiles/profile.ts';
import { profileNames } from './profiles.ts';
import { engineNames } from './runners.ts';
import { writeAtomically } from './write-atomically.ts';

/** What a run was asked for. */
export const settingsSchema = z.strictObject({
  profile: z.enum(profileNames),
  models: z.array(z.string()).min(1),
  data: z.array(z.string()).min(1),
  seeds: z.array(z.int()).min(1),
  steps: z.int().positive().optional(),
  epochs: z.int().positive().optional(),
  engine: z.enum(engineNames),
  /** Of images: how many bits of each pixel are kept. */
  bits: z.int().min(1).max(8).optional(),
  /** Of sounds: how many samples a row has. */
  length: z.int().min(2).optional(),
});

const rowsSchema = z.strictObject({
  train: z.int().positive().optional(),
  validation: z.int().positive().optional(),
  test: z.int().positive().optional(),
});

/** All that decides a trial's numbers beside its model, its data and its seed. A closed form takes no training. */
export const trialConfigSchema = z.strictObject({
  rows: rowsSchema,
  bits: z.int().positive().optional(),
  length: z.int().positive().optional(),
  /** Of models that have latents: how many importance samples an estimate of log p(x) is made of; 128 where absent. */
  importanceSamples: z.int().positive().optional(),
  architecture: architectureSchema.optional(),
  training: trainingSchema.optional(),
});

const metricsSchema = z.strictObject({
  /** The mean of -log p over the test set and its standard error, in nats an example. */
  testNll: z.number(),
  testNllStderr: z.number(),
  /** Of discrete data: testNll / (D ln 2), and its standard error; of sounds, bits a sample of those that there are. */
  bitsPerDim: z.number().optional(),
  bitsPerDimStderr: z.number().optional(),
  /** Of images behind a logit: the same for the density of the logit z, in nats, as the MAF paper gives it. */
  logitNll: z.number().optional(),
  logitNllStderr: z.number().optional(),
  /** What brings an NLL of the validation set into logit space: the mean of log|det ∂z/∂x| over it, in nats. */
  validationLogitShift: z.number().optional(),
  /** Of an ensemble: the least testNll that one of its members has by itself. */
  bestMemberNll: z.number().optional(),
  /** Of models that have latents: the mean of -log p̂ of `importanceSamples` samples a row, and its standard error, in nats. */
  importanceNll: z.number().optional(),
  importanceNllStderr: z.number().optional(),
  importanceSamples: z.int().positive().optional(),
  /** testNll less the entropy of the data's true density, in nats. */
  gapToEntropy: z.number().optional(),
  gapStderr: z.number().optional(),
});

const costSchema = z.strictObject({
  trainSeconds: z.number(),
  /** Medians, in milliseconds; a closed form takes no steps. */
  stepMs: z.number().optional(),
  logProbMsPer1000: z.number(),
  sampleMsPer1000: z.number(),
});

const curvePointSchema = z.strictObject({
  step: z.int(),
  train: z.number(),
  validation: z.number().optional(),
});

/** KL(q ‖ p) of a flow q from the density p that it was fitted to, and its standard error, in nats. */
const divergenceSchema = z.strictObject({ mean: z.number(), standardError: z.number() });

const planned = {
  model: z.string(),
  data: z.string(),
  seed: z.int(),
  config: trialConfigSchema,
};

/**
 * One trial: planned, interrupted (a checkpoint may hold a part of it), failed with the reason, done on a data set, or
 * fitted to an energy.
 */
const trialSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...planned, status: z.literal('planned') }),
  z.strictObject({ ...planned, status: z.literal('interrupted') }),
  z.strictObject({ ...planned, status: z.literal('failed'), error: z.string() }),
  z.strictObject({
    ...planned,
    status: z.literal('done'),
    likelihood: z.enum(['exact', 'lower-bound']),
    measure: z.enum(['density', 'mass']),
    parameters: z.int().nonnegative(),
    metrics: metricsSchema,
    cost: costSchema,
    curve: z.array(curvePointSchema),
  }),
  z.strictObject({
    ...planned,
    status: z.literal('fitted'),
    parameters: z.int().nonnegative(),
    divergence: divergenceSchema,
    cost: costSchema.pick({ trainSeconds: true, stepMs: true }),
    curve: z.array(curvePointSchema),
  }),
]);

/** What a report says of a data set. */
const dataFactsSchema = z.strictObject({
  data: z.string(),
  name: z.string(),
  title: z.string(),
  kind: z.enum(['toy', 'table', 'image', 'sound']),
  dims: z.int().positive(),
  rows: rowsSchema,
  imageShape: z.tuple([z.int(), z.int(), z.int()]).readonly().optional(),
  sound: z.strictObject({ sampleRate: z.int(), silence: z.int() }).optional(),
  levels: z.int().optional(),
  lambda: z.number().optional(),
  classes: z.int().optional(),
  entropy: z.number().optional(),
  standardisedFigures: z.boolean(),
});

const resultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  began: z.iso.datetime(),
  machine: machineSchema,
  settings: settingsSchema,
  dataSets: z.array(dataFactsSchema),
  trials: z.array(trialSchema),
});

export type RunSettings = z.infer<typeof settingsSchema>;
export type TrialConfig = z.infer<typeof trialConfigSchema>;
export type DataFacts = z.infer<typeof dataFactsSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
export type Cost = z.infer<typeof costSchema>;
export type Trial = z.infer<typeof trialSchema>;
export type DoneTrial = Extract<Trial, { status: 'done' }>;
export type FittedTrial = Extract<Trial, { status: 'fitted' }>;
export type Results = z.infer<typeof resultsSchema>;

export const isFinished = (trial: Trial): trial is DoneTrial | FittedTrial =>
  trial.status === 'done' || trial.status === 'fitted';

export const resultsPath = (out: string): string => join(out, 'results.json');

export const hasResults = (out: string): boolean => existsSync(resultsPath(out));

/** @throws DataError where the folder has no results, or the file is not what `writeResults` writes. */
export function readResults(out: string): Results {
  const path = resultsPath(out);
  if (!hasResults(out)) throw new DataError(`${path}: no such file; \`flows-bench run --out ${out}\` writes it`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new DataError(`${path}: not JSON: ${(cause as Error).message}`, { cause });
  }
  const { success, data, error } = resultsSchema.safeParse(json);
  if (!success)
    throw new DataError(`${path}: not the results of this version of flows-bench:\n${z.prettifyError(error)}`);
  return data;
}

export const writeResults = (out: string, results: Results): void =>
  writeAtomically(resultsPath(out), `${JSON.stringify(results, null, 1)}\n`);
