import { cpus } from 'node:os';
import { z } from 'zod';
import { backend } from './backend.ts';

/** What computed, for who reads the times. */
export const machineSchema = z.strictObject({
  node: z.string(),
  cpu: z.string(),
  cores: z.int(),
  backend: z.string(),
});

export type Machine = z.infer<typeof machineSchema>;

export const machine = (): Machine => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown processor',
  cores: cpus().length,
  backend,
});
