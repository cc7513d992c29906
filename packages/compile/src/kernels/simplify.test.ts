import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { runGraph } from '../fixtures/run-model.ts';
import { Graph, type Value } from '../graph.ts';
import { liveNodes } from '../live-nodes.ts';
import { elementwise } from './elementwise.ts';

type Formula = (x: Value, number: (value: number) => Value, op: (name: string, ...inputs: Value[]) => Value) => Value;

const numbers = [-3.5, -0.125, 0, 0.75, 1e5];

/** The operations that are left of a formula of x, and its values. */
async function simplified(formula: Formula, x: readonly number[] = numbers) {
  const graph = new Graph();
  const input = graph.input([x.length], 'float32');
  const result = formula(
    input,
    (value) => graph.scalar(value),
    (name, ...inputs) => elementwise(graph, name, inputs),
  );
  const output = graph.copy(result);
  const { data } = await runGraph(graph, output, [tf.tensor1d([...x])]);
  return { ops: liveNodes(graph, [result]).map(({ op }) => op), values: data as Float32Array };
}

describe('nothing is left of', () => {
  test.each<[string, Formula]>([
    ['x · 1', (x, n, op) => op('Mul', x, n(1))],
    ['1 · x', (x, n, op) => op('Mul', n(1), x)],
    ['x / 1', (x, n, op) => op('Div', x, n(1))],
    ['x + 0', (x, n, op) => op('Add', x, n(0))],
    ['0 + x', (x, n, op) => op('Add', n(0), x)],
    ['x - 0', (x, n, op) => op('Sub', x, n(0))],
    ['-(-x)', (x, _, op) => op('Neg', op('Neg', x))],
    ['(x · 2) · ½', (x, n, op) => op('Mul', op('Mul', x, n(2)), n(0.5))],
    ['-(-1 · x)', (x, n, op) => op('Neg', op('Mul', n(-1), x))],
  ])('%s', async (_, formula) => {
    const { ops, values } = await simplified(formula);
    expect(ops).toEqual([]);
    expectClose(values, numbers, { tolerance: 0 });
  });
});

describe('one product is left of', () => {
  test.each<[string, Formula, number]>([
    ['(x · 3) · 5', (x, n, op) => op('Mul', op('Mul', x, n(3)), n(5)), 15],
    ['5 · (3 · x)', (x, n, op) => op('Mul', n(5), op('Mul', n(3), x)), 15],
    ['-(x · 3)', (x, n, op) => op('Neg', op('Mul', x, n(3))), -3],
    ['(-x) · 3', (x, n, op) => op('Mul', op('Neg', x), n(3)), -3],
    ['((x · 3) · 5) · 7', (x, n, op) => op('Mul', op('Mul', op('Mul', x, n(3)), n(5)), n(7)), 105],
    ['(x · 0) · 3', (x, n, op) => op('Mul', op('Mul', x, n(0)), n(3)), 0],
  ])('%s', async (_, formula, factor) => {
    const { ops, values } = await simplified(formula);
    expect(ops).toEqual(['Mul']);
    expectClose(
      values,
      numbers.map((x) => x * factor),
      { tolerance: 1e-6 },
    );
  });
});

describe('numbers that are known are computed in float32:', () => {
  const { fround } = Math;
  test.each<[string, readonly number[], number]>([
    ['Add', [0.1, 0.2], fround(fround(0.1) + fround(0.2))],
    ['Sub', [0.1, 0.3], fround(fround(0.1) - fround(0.3))],
    ['Mul', [0.1, 0.3], fround(fround(0.1) * fround(0.3))],
    ['Div', [1, 3], fround(1 / 3)],
    ['Div', [1, 0], Infinity],
    ['Neg', [2], -2],
    ['Reciprocal', [3], fround(1 / 3)],
    ['Sqrt', [2], fround(Math.SQRT2)],
  ])('%s of %j', async (name, values, expected) => {
    const graph = new Graph();
    const result = elementwise(
      graph,
      name,
      values.map((value) => graph.scalar(value)),
    );
    expect(result.splat).toBe(expected);
    expect(graph.nodes).toEqual([]);
    const computed = graph.node(
      name,
      values.map((value) => graph.constant(Float32Array.of(value), [1], 'float32')),
      { shape: [1], dtype: 'float32' },
    );
    expect((await runGraph(graph, computed)).data).toEqual(Float32Array.of(expected));
  });
});

describe('what must be computed is computed:', () => {
  test.each<[string, Formula, string[], (x: number) => number]>([
    ['0 - x', (x, n, op) => op('Sub', n(0), x), ['Sub'], (x) => 0 - x],
    ['1 / x', (x, n, op) => op('Div', n(1), x), ['Div'], (x) => 1 / x],
    ['x · x', (x, _, op) => op('Mul', x, x), ['Mul'], (x) => x * x],
    ['x · 0, which is not 0 everywhere', (x, n, op) => op('Mul', x, n(0)), ['Mul'], (x) => x * 0],
    ['(x + 1) · 2', (x, n, op) => op('Mul', op('Add', x, n(1)), n(2)), ['Add', 'Mul'], (x) => (x + 1) * 2],
    ['max(x, 0)', (x, n, op) => op('Max', x, n(0)), ['Max'], (x) => Math.max(x, 0)],
  ])('%s', async (_, formula, expected, of) => {
    const given = [-2, 0.5, Infinity, Number.NaN];
    const { ops, values } = await simplified(formula, given);
    expect(ops).toEqual(expected);
    expect([...values]).toEqual(given.map(of));
  });

  test.each<[string, number, number]>([
    ['too large', 1e20, 1e-30],
    ['too small', 1e-25, 1e30],
  ])('(x · s) · s, where s · s is %s for float32', async (_, s, x) => {
    const { values } = await simplified((x, n, op) => op('Mul', op('Mul', x, n(s)), n(s)), [x]);
    expect((values[0] as number) / (x * s * s)).toBeCloseTo(1, 5);
  });

  test('a product with one number is as wide as the number is', async () => {
    const graph = new Graph();
    const x = graph.input([3], 'float32');
    const wide = graph.constant(Float32Array.of(2), [1, 1], 'float32');
    const product = elementwise(graph, 'Mul', [elementwise(graph, 'Mul', [x, wide]), graph.scalar(3)]);
    const turned = graph.node(
      'Transpose',
      [product],
      { shape: [3, 1], dtype: 'float32' },
      { attributes: { perm: [1, 0] } },
    );
    const { dims, data } = await runGraph(graph, turned, [tf.tensor1d([1, 2, 3])]);
    expect(dims).toEqual([3, 1]);
    expectClose(data as Float32Array, [6, 12, 18], { tolerance: 0 });
  });

  test('whole numbers are computed as they are', () => {
    const graph = new Graph();
    const x = graph.input([2], 'int32');
    elementwise(graph, 'Mul', [x, graph.constant(Int32Array.of(1), [], 'int32')]);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
  });

  test('a sum of nothing but a broadcast keeps the broadcast shape', () => {
    const graph = new Graph();
    const x = graph.input([3], 'float32');
    const sum = elementwise(graph, 'Add', [x, graph.broadcast(graph.scalar(0), [2, 3])]);
    expect(sum.shape).toEqual([2, 3]);
    expect(graph.nodes).toEqual([]);
  });
});
