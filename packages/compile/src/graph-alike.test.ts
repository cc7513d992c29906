import { expect, test } from 'vitest';
import { Graph } from './graph.ts';
import { isAlike, sameNumbers } from './graph-alike.ts';

/** x op c, over a constant of the shape and numbers that are given. */
function graphOf({ op = 'Add', numbers = [1, 2], attributes = {}, swapped = false } = {}): Graph {
  const graph = new Graph();
  const x = graph.input([numbers.length], 'float32');
  const c = graph.constant(Float32Array.from(numbers), [numbers.length], 'float32');
  graph.node(op, swapped ? [c, x] : [x, c], x, { attributes });
  return graph;
}

test('graphs of the same operations are alike, whatever the numbers of their constants', () => {
  expect(isAlike(graphOf(), graphOf({ numbers: [5, 6] }))).toBe(true);
});

test.each([
  ['another operation', { op: 'Sub' }],
  ['another attribute', { attributes: { axis: 1 } }],
  ['inputs in another order', { swapped: true }],
  ['a constant of another shape', { numbers: [1, 2, 3] }],
])('graphs are not alike with %s', (_, options) => {
  expect(isAlike(graphOf(), graphOf(options))).toBe(false);
});

test('graphs of more operations or inputs are not alike', () => {
  const [longer, wider] = [graphOf(), graphOf()];
  longer.node('Neg', [longer.input([1], 'float32')], { shape: [1], dtype: 'float32' });
  wider.input([1], 'float32');
  for (const other of [longer, wider]) {
    expect(isAlike(graphOf(), other)).toBe(false);
    expect(isAlike(other, graphOf())).toBe(false);
  }
});

test('numbers are the same byte by byte: NaN is, 0 and -0 are not', () => {
  expect(sameNumbers(Float32Array.of(1, Number.NaN), Float32Array.of(1, Number.NaN))).toBe(true);
  expect(sameNumbers(Float32Array.of(0), Float32Array.of(-0))).toBe(false);
  expect(sameNumbers(Float32Array.of(1), Float32Array.of(1, 2))).toBe(false);
  expect(sameNumbers(Float32Array.of(9, 1, 2).subarray(1), Float32Array.of(1, 2))).toBe(true);
});
