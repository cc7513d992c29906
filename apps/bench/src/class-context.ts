import { oneHot } from './classes/one-hot.ts';
import type { Contexts, DataSet } from './data-set.ts';

/** The context of every row of a data set whose classes are known; undefined where they are not. */
export function classContexts({ labels, classes }: DataSet): Contexts | undefined {
  if (labels === undefined || classes === undefined) return undefined;
  const { train, validation, test } = labels;
  const of = (part: Uint8Array) => oneHot(part, classes);
  return { train: of(train), validation: validation && of(validation), test: of(test) };
}
