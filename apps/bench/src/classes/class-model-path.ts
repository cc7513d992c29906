import { join } from 'node:path';

/** A MAF that is given the class of each row, or one that is not. */
export type ClassModel = 'conditional' | 'unconditional';

/** Where a comparison keeps a fold's model. */
export const classModelPath = (out: string, model: ClassModel, fold: number): string =>
  join(out, 'models', `${model}-fold${fold}.safetensors`);
