import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, type Estimate, nats } from '@flows/core';
import { z } from 'zod';
import { machineSchema } from '../machine.ts';
import { writeAtomically } from '../write-atomically.ts';
import { classSettingsSchema } from './class-settings.ts';

/** One model of one fold: bits a dimension of the fold's test part, and what it took. */
const fitSchema = z.strictObject({
  bitsPerDim: z.number(),
  /** The lowest of the validation part, whose weights the model has. */
  validationBitsPerDim: z.number(),
  parameters: z.int().positive(),
  epochs: z.int(),
  trainSeconds: z.number(),
});

const foldSchema = z.strictObject({
  fold: z.int().nonnegative(),
  /** Without the class. */
  unconditional: fitSchema,
  /** Given the class. */
  conditional: fitSchema,
});

const foldResultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  began: z.iso.datetime(),
  machine: machineSchema,
  settings: classSettingsSchema,
  folds: z.array(foldSchema),
});

export type FoldFit = z.infer<typeof fitSchema>;
export type Fold = z.infer<typeof foldSchema>;
export type FoldResults = z.infer<typeof foldResultsSchema>;

const pathIn = (out: string): string => join(out, 'folds.json');

export const hasFolds = (out: string): boolean => existsSync(pathIn(out));

/** @throws DataError where the file is absent or not what `writeFolds` writes. */
export function readFolds(out: string): FoldResults {
  const path = pathIn(out);
  if (!hasFolds(out)) throw new DataError(`${path}: no such file; \`flows-bench compare-classes\` writes it`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new DataError(`${path}: not JSON: ${(cause as Error).message}`, { cause });
  }
  const { success, data, error } = foldResultsSchema.safeParse(json);
  if (!success) throw new DataError(`${path}: not what compare-classes writes:\n${z.prettifyError(error)}`);
  return data;
}

export const writeFolds = (out: string, results: FoldResults): void =>
  writeAtomically(pathIn(out), `${JSON.stringify(results, null, 1)}\n`);

/**
 * What the class is worth, in bits a dimension: over the folds, the mean of the differences of the pairs, the
 * conditional model's less the unconditional one's, and its standard error.
 *
 * @throws DataError where no fold is done.
 */
export const pairedDifference = (folds: readonly Fold[]): Estimate =>
  nats(folds.map(({ conditional, unconditional }) => unconditional.bitsPerDim - conditional.bitsPerDim));
