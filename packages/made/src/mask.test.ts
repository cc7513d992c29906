import { expect, test } from 'vitest';
import { hiddenDegrees, inputDegrees } from './degrees.ts';
import { mask } from './mask.ts';

test("the masks of a network of 3 elements and 4 hidden units are the paper's", () => {
  const x = inputDegrees(3, 'sequential');
  const h = [1, 1, 2, 2];
  expect([...mask(x, h, 'hidden')]).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]);
  expect([...mask(h, x, 'output')]).toEqual([0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1]);
});

test.each([['sequential'], ['reversed'], [[3, 1, 4, 2]]] as const)(
  'through any number of hidden layers, the output of an element is reached by those before it in the order %j, and by no other',
  (order) => {
    const x = inputDegrees(4, order as never);
    const levels = [x, hiddenDegrees(9, 4, 1), hiddenDegrees(7, 4, 1)];
    // The number of paths from each element to each unit: products of the masks.
    let paths: number[][] = x.map((_, i) => x.map((_, j) => (i === j ? 1 : 0)));
    const through = (from: readonly number[], to: readonly number[], towards: 'hidden' | 'output') => {
      const m = mask(from, to, towards);
      paths = paths.map((row) =>
        to.map((_, j) => row.reduce((sum, p, k) => sum + p * (m[k * to.length + j] as number), 0)),
      );
    };
    through(levels[0] as number[], levels[1] as number[], 'hidden');
    through(levels[1] as number[], levels[2] as number[], 'hidden');
    through(levels[2] as number[], x, 'output');
    for (const [i, row] of paths.entries()) {
      for (const [d, count] of row.entries()) expect(count > 0).toBe((x[i] as number) < (x[d] as number));
    }
  },
);
