import { expect, test } from 'vitest';
import { Graph, type Node } from './graph.ts';
import { multiplicationsOf } from './multiplications.ts';

const graph = new Graph();
const value = (...shape: number[]) => graph.input(shape, 'float32');

test.each([
  ['Gemm', [value(2, 3), value(3, 5)], [2, 5], {}, 30],
  ['Gemm', [value(3, 2), value(3, 5)], [2, 5], { transA: 1 }, 30],
  ['MatMul', [value(4, 2, 3), value(4, 3, 5)], [4, 2, 5], {}, 120],
  ['Conv', [value(1, 2, 8, 8), value(5, 2, 3, 3)], [1, 5, 6, 6], {}, 180 * 18],
  ['ConvTranspose', [value(1, 5, 6, 6), value(5, 2, 3, 3)], [1, 2, 8, 8], {}, 180 * 18],
  ['Add', [value(2, 3), value(2, 3)], [2, 3], {}, 0],
] as const)('%s counts its multiplications', (op, inputs, shape, attributes, count) => {
  const node: Node = { op, domain: '', inputs, outputs: [value(...shape)], attributes };
  expect(multiplicationsOf(node)).toBe(count);
});
