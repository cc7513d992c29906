import { type DataSet, rowsOf } from '../data-set.ts';

/**
 * Two rows of a test set, and, where classes are known, the class of each and rows of the training set that are of one
 * and of the other.
 */
type ImagePair = {
  from: number;
  to: number;
  classes?: readonly [number, number];
  examples?: readonly [own: number[], other: number[]];
};

const mostPairs = 5;
const mostExamples = 200;

/**
 * The first images of classes that are half of all classes apart, 3 and 8 of ten for one; where no classes are known,
 * the first images, two by two.
 */
export function imagePairs({ test, labels, classes = 0 }: DataSet): ImagePair[] {
  if (labels === undefined) {
    const pairs = Math.min(mostPairs, Math.floor(rowsOf(test) / 2));
    return Array.from({ length: pairs }, (_, i) => ({ from: 2 * i, to: 2 * i + 1 }));
  }
  const apart = Math.floor(classes / 2);
  return Array.from({ length: Math.min(mostPairs, apart) }, (_, own) => {
    const both = [own, own + apart] as const;
    const [from, to] = both.map((label) => labels.test.indexOf(label)) as [number, number];
    const examples = both.map((label) => rowsOfClass(labels.train, label)) as [number[], number[]];
    return { from, to, classes: both, examples };
  }).filter(({ from, to, examples }) => from >= 0 && to >= 0 && examples.every((rows) => rows.length > 0));
}

function rowsOfClass(labels: Uint8Array, label: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length && rows.length < mostExamples; row++) if (labels[row] === label) rows.push(row);
  return rows;
}
