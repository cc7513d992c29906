import { ShapeError } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Dtype } from './dtype.ts';
import { runGraph } from './fixtures/run-model.ts';
import { broadcastShape, Graph, sameShape } from './graph.ts';

const out = { shape: [3], dtype: 'float32' as const };

describe('nodes', () => {
  test('the same operation of the same values is one node', () => {
    const graph = new Graph();
    const [a, b] = [graph.input([3], 'float32'), graph.input([3], 'float32')];
    expect(graph.node('Add', [a, b], out)).toBe(graph.node('Add', [a, b], out));
    expect(graph.nodes).toHaveLength(1);
  });

  test('another operation, order of values, attribute or number of outputs is another node', () => {
    const graph = new Graph();
    const [a, b] = [graph.input([3], 'float32'), graph.input([3], 'float32')];
    graph.node('Sub', [a, b], out);
    graph.node('Sub', [b, a], out);
    graph.node('Add', [a, b], out);
    graph.node('Softmax', [a], out, { attributes: { axis: 0 } });
    graph.node('Softmax', [a], out, { attributes: { axis: -1 } });
    graph.node('LeakyRelu', [a], out, { attributes: { alpha: { float: 0.1 } } });
    graph.node('LeakyRelu', [a], out, { attributes: { alpha: { float: 0.2 } } });
    graph.nodeOf('TopK', [a, b], [out]);
    graph.nodeOf('TopK', [a, b], [out, out]);
    expect(graph.nodes).toHaveLength(9);
  });

  test('every output of a node knows the node, and no input, constant or broadcast does', () => {
    const graph = new Graph();
    const a = graph.input([3], 'float32');
    const outputs = graph.nodeOf('TopK', [a, graph.integers([3])], [out, { ...out, dtype: 'int64' }]);
    for (const value of outputs) expect(graph.producer(value)).toBe(graph.nodes[0]);
    const sum = graph.node('Neg', [a], out);
    for (const value of [a, graph.scalar(1), graph.broadcast(sum, [2, 3])]) {
      expect(graph.producer(value)).toBeUndefined();
    }
  });

  test('a copy is a value of its own each time, with the same numbers', async () => {
    const graph = new Graph();
    const a = graph.input([3], 'float32');
    const [first, second] = [graph.copy(a), graph.copy(a)];
    expect(new Set([a, first, second].map(({ name }) => name)).size).toBe(3);
    expectClose((await runGraph(graph, second, [tf.tensor1d([1, 2, 3])])).data as Float32Array, [1, 2, 3], {
      tolerance: 0,
    });
  });
});

describe('constants', () => {
  test('equal numbers of one shape and type are one constant', () => {
    const graph = new Graph();
    const [a, b] = [Float32Array.of(1, 2), Float32Array.of(1, 2)];
    expect(graph.constant(a, [2], 'float32')).toBe(graph.constant(b, [2], 'float32'));
    expect(graph.integers([0, -1])).toBe(graph.integers([0, -1]));
    expect(graph.constants.size).toBe(2);
  });

  const one = Float32Array.of(1);
  test.each<[string, Float32Array | Int32Array, number[], Dtype]>([
    ['number', Float32Array.of(2), [], 'float32'],
    ['sign of zero', Float32Array.of(-0), [], 'float32'],
    ['shape', one, [1], 'float32'],
    ['type', Int32Array.of(1), [], 'int32'],
  ])('another %s is another constant', (_, numbers, shape, dtype) => {
    const graph = new Graph();
    const known = [graph.constant(one, [], 'float32'), graph.constant(Float32Array.of(0), [], 'float32')];
    expect(known).not.toContain(graph.constant(numbers, shape, dtype));
  });

  test('large ones are not compared', () => {
    const graph = new Graph();
    const large = () => graph.constant(new Float32Array(1025), [1025], 'float32');
    expect(large()).not.toBe(large());
  });

  test('large ones are two where the same array is read as two types, and each is in its own', () => {
    const graph = new Graph();
    const wholes = new Int32Array(1025).fill(2);
    const [a, b] = [graph.constant(wholes, [1025], 'int32'), graph.constant(wholes, [1025], 'float32')];
    expect(graph.constants.get(a.name)?.numbers).toBe(wholes);
    expect(graph.constants.get(b.name)?.numbers).toEqual(new Float32Array(1025).fill(2));
    expect(graph.constant(wholes, [1025], 'float32')).toBe(b);
  });

  test('one number is known as such, and more are not', () => {
    const graph = new Graph();
    expect(graph.scalar(0.5).splat).toBe(0.5);
    expect(graph.constant(Int32Array.of(3), [1, 1], 'int32').splat).toBe(3);
    expect(graph.constant(Float32Array.of(1, 1), [2], 'float32').splat).toBeUndefined();
  });
});

describe('broadcasts', () => {
  test('a broadcast is no node until all of its elements are needed, and then one', async () => {
    const graph = new Graph();
    const row = graph.input([1, 3], 'float32');
    const wide = graph.broadcast(row, [2, 3]);
    expect(graph.nodes).toEqual([]);
    expect(wide).toMatchObject({ shape: [2, 3], repeats: row });
    const whole = graph.whole(wide);
    expect(graph.whole(graph.broadcast(row, [2, 3]))).toBe(whole);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Expand']);
    const got = await runGraph(graph, whole, [tf.tensor2d([[1, 2, 3]])]);
    expect(got.dims).toEqual([2, 3]);
    expectClose(got.data as Float32Array, [1, 2, 3, 1, 2, 3], { tolerance: 0 });
  });

  test('a broadcast of a broadcast repeats the first value, and one to the same shape is the value', () => {
    const graph = new Graph();
    const scalar = graph.scalar(2);
    expect(graph.broadcast(graph.broadcast(scalar, [3]), [2, 3])).toMatchObject({ repeats: scalar, splat: 2 });
    expect(graph.broadcast(scalar, [])).toBe(scalar);
    expect(graph.whole(scalar)).toBe(scalar);
  });

  test('a node reads all elements of a broadcast', () => {
    const graph = new Graph();
    graph.node('Transpose', [graph.broadcast(graph.scalar(1), [3, 2])], { shape: [2, 3], dtype: 'float32' });
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Expand', 'Transpose']);
  });
});

describe('shapes', () => {
  test.each([
    [
      [[2, 3], [3]],
      [2, 3],
    ],
    [
      [[2, 1], [1, 3], []],
      [2, 3],
    ],
    [[[1], [0]], [0]],
    [[[], []], []],
  ])('%j broadcast to %j', (shapes, expected) => {
    expect(broadcastShape(shapes)).toEqual(expected);
  });

  test('shapes that do not broadcast are named', () => {
    expect(() => broadcastShape([[2, 3], [2]])).toThrow(ShapeError);
    expect(() => broadcastShape([[2, 3], [2]])).toThrow('got [2, 3] and [2]');
  });

  test('shapes are the same where all sizes and their number are', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });
});
