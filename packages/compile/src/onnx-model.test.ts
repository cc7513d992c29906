import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Dtype, Numbers } from './dtype.ts';
import { runGraph, runModel } from './fixtures/run-model.ts';
import { Graph } from './graph.ts';
import { onnxModel } from './onnx-model.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

describe('attributes reach the operation:', () => {
  test('a whole number', async () => {
    const graph = new Graph();
    const x = graph.input([2, 2], 'float32');
    const sums = graph.node('CumSum', [x, graph.constant(Int32Array.of(1), [], 'int32')], float(2, 2), {
      attributes: { reverse: 1 },
    });
    expectClose((await runGraph(graph, sums, [tf.tensor2d([1, 2, 3, 4], [2, 2])])).data as Float32Array, [3, 2, 7, 4]);
  });

  test('a whole number below 0', async () => {
    const graph = new Graph();
    const x = graph.input([2, 1], 'float32');
    const soft = graph.node('Softmax', [x], float(2, 1), { attributes: { axis: -1 } });
    expectClose((await runGraph(graph, soft, [tf.tensor2d([5, 7], [2, 1])])).data as Float32Array, [1, 1]);
  });

  test('a float', async () => {
    const graph = new Graph();
    const leaky = graph.node('LeakyRelu', [graph.input([2], 'float32')], float(2), {
      attributes: { alpha: { float: 0.25 } },
    });
    expectClose((await runGraph(graph, leaky, [tf.tensor1d([-4, 4])])).data as Float32Array, [-1, 4]);
  });

  test('whole numbers', async () => {
    const graph = new Graph();
    const turned = graph.node('Transpose', [graph.input([1, 2, 3], 'float32')], float(3, 1, 2), {
      attributes: { perm: [2, 0, 1] },
    });
    const { dims, data } = await runGraph(graph, turned, [tf.tensor3d([1, 2, 3, 4, 5, 6], [1, 2, 3])]);
    expect(dims).toEqual([3, 1, 2]);
    expect([...(data as Float32Array)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test('a text', async () => {
    const graph = new Graph();
    const gelu = graph.node('Gelu', [graph.input([1], 'float32')], float(1), { attributes: { approximate: 'tanh' } });
    const x = 2;
    const expected = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    expectClose((await runGraph(graph, gelu, [tf.tensor1d([x])])).data as Float32Array, [expected], {
      tolerance: 1e-6,
    });
  });
});

describe('constants', () => {
  test.each<[Dtype, Numbers]>([
    ['float32', Float32Array.of(-1.5, 0, 3e38, Number.NaN, -Infinity, 1e-45)],
    ['int32', Int32Array.of(-(2 ** 31), -1, 0, 1, 2, 2 ** 31 - 1)],
    ['bool', Uint8Array.of(1, 0, 0, 1, 1, 0)],
    ['int64', BigInt64Array.of(-(2n ** 63n), -1n, 0n, 1n, 2n ** 40n, 2n ** 63n - 1n)],
  ])('of %s keep their numbers and their shape', async (dtype, numbers) => {
    const graph = new Graph();
    const { data, dims, type } = await runGraph(graph, graph.copy(graph.constant(numbers, [3, 2], dtype)));
    expect([type, dims]).toEqual([dtype, [3, 2]]);
    expect([...(data as Float32Array)]).toEqual([...(numbers as Float32Array)]);
  });

  test('that are views of a larger array keep to their part of it', async () => {
    const graph = new Graph();
    const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const { data } = await runGraph(graph, graph.copy(graph.constant(part, [2], 'float32')));
    expect([...(data as Float32Array)]).toEqual([2, 3]);
  });

  test('of no axis are scalars, and of no element empty', async () => {
    const graph = new Graph();
    expect((await runGraph(graph, graph.copy(graph.scalar(7)))).dims).toEqual([]);
    const empty = graph.copy(graph.constant(new Float32Array(), [0, 2], 'float32'));
    const { dims, data } = await runGraph(graph, empty);
    expect([dims, data.length]).toEqual([[0, 2], 0]);
  });
});

describe('ports', () => {
  test('inputs and outputs have the names and sizes that are asked for, and nothing dead is written', async () => {
    const graph = new Graph();
    const x = graph.input([7, 2], 'float32');
    graph.node('Exp', [graph.constant(new Float32Array(1000), [1000], 'float32')], float(1000));
    const sum = graph.node('Add', [x, graph.scalar(1)], float(7, 2));
    const model = onnxModel(
      { nodes: graph.nodes, constants: graph.constants.values() },
      {
        inputs: [{ value: x, name: 'data', shape: ['batch', 2] }],
        outputs: [{ value: sum, name: 'more', shape: ['batch', 2] }],
      },
    );
    expect(model.length).toBeLessThan(300);
    for (const rows of [1, 3, 0]) {
      const { more } = await runModel(model, { data: tf.ones([rows, 2]) });
      expect(more?.dims).toEqual([rows, 2]);
      expect(more?.data).toEqual(new Float32Array(2 * rows).fill(2));
    }
    await expect(runModel(model, { data: tf.ones([1, 3]) })).rejects.toThrow();
  });

  test('without a name or sizes they have the value’s', async () => {
    const graph = new Graph();
    const x = graph.input([2], 'float32', 'given');
    const { data } = await runGraph(graph, graph.node('Neg', [x], float(2)), [tf.tensor1d([1, 2])]);
    expect([...(data as Float32Array)]).toEqual([-1, -2]);
  });

  test.each(['float32', 'int32', 'bool'] as const)('%s goes in and out', async (dtype) => {
    const graph = new Graph();
    const output = graph.copy(graph.input([2], dtype));
    const { data, type } = await runGraph(graph, output, [tf.tensor1d([1, 0], dtype)]);
    expect([type, ...(data as Float32Array)]).toEqual([dtype, 1, 0]);
  });
});

test('metadata is in the file under its key', () => {
  const graph = new Graph();
  const x = graph.input([1], 'float32');
  const write = (metadata?: { [key: string]: string }) =>
    onnxModel(
      { nodes: graph.nodes, constants: [] },
      { inputs: [{ value: x }], outputs: [{ value: graph.node('Neg', [x], float(1)) }], metadata },
    );
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  expect(text(write({ author: 'π and ρ' }))).toContain('π and ρ');
  expect(text(write({ author: 'π and ρ' }))).toContain('author');
  expect(text(write())).not.toContain('author');
});
