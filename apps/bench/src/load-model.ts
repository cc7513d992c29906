import { readFile } from 'node:fs/promises';
import { type DensityModel, load, WeightsError } from '@flows/core';
import { kinds } from './models.ts';

/**
 * A model that `run` or `save` wrote.
 *
 * @throws WeightsError where the file cannot be read, is malformed, or holds a part of a kind that no model has.
 */
export async function loadModel(path: string): Promise<DensityModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new WeightsError(`${path}: cannot be read: ${(cause as Error).message}`, { cause });
  }
  return load<DensityModel>(bytes, kinds);
}
