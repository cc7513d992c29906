import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type Dynamic, dynamicBatch } from './dynamic-batch.ts';
import { runModel } from './fixtures/run-model.ts';
import type { Value } from './graph.ts';
import { onnxModel } from './onnx-model.ts';
import { record } from './recording.ts';

type Fn = (x: tf.Tensor) => tf.Tensor;

/** A function of `[rows, 3]`, recorded at three numbers of rows. */
function recordings(fn: Fn, sizes = [11, 13, 17], axis = 0) {
  const shape = (rows: number) => (axis === 0 ? [rows, 3] : [3, rows]);
  return sizes.map((rows) => ({ rows, ...record(({ tensor }) => [fn(tensor(shape(rows), 'float32'))]) }));
}

/** The function as a file for any number of rows. */
function fileOf(fn: Fn, axis?: number): { file: Uint8Array; output: ReturnType<Dynamic['shape']> } {
  const sized = recordings(fn, undefined, axis);
  const dynamic = dynamicBatch(sized) as Dynamic;
  const { given, outputs } = sized[0] as (typeof sized)[0];
  const port = (value: Value, name: string) => ({ value, name, shape: dynamic.shape(value) });
  const ports = { inputs: [port(given[0] as Value, 'x')], outputs: [port(outputs[0] as Value, 'y')] };
  return { file: onnxModel(dynamic, ports), output: dynamic.shape(outputs[0] as Value) };
}

describe('one graph serves any number of rows where', () => {
  test.each<[string, Fn, (string | number)[]]>([
    ['no size is written', (x) => x.exp().sum(1), ['batch']],
    ['a shape has the rows', (x) => x.mul(2).reshape([-1, 1]), ['3*batch', 1]],
    ['a slice begins and ends with the rows', (x) => x.slice([1, 0], [x.shape[0] - 2, 2]), ['batch-2', 2]],
    ['rows are repeated', (x) => tf.concat([x, x.neg(), tf.ones([1, 3])]).exp(), ['2*batch+1', 3]],
    ['numbers are repeated for each row', (x) => tf.broadcastTo(tf.scalar(2), [x.shape[0], 2]), ['batch', 2]],
    ['a size grows with the square of the rows', (x) => tf.tile(x, [x.shape[0], 1]), [expect.any(String), 3]],
    ['rows stand across', (x) => tf.matMul(x, x, false, true).reshape([-1, x.shape[0], 1]), ['batch', 'batch', 1]],
  ])('%s', async (_, fn, output) => {
    const dynamic = fileOf(fn);
    expect(dynamic.output).toEqual(output);
    for (const rows of [2, 5]) {
      const x = rng(rows).normal([rows, 3]);
      const { y } = await runModel(dynamic.file, { x });
      const expected = fn(x);
      expect(y?.dims).toEqual(expected.shape);
      expectClose(y?.data as Float32Array, expected.flatten(), { tolerance: 1e-5 });
    }
  });

  test('the rows are not the first axis of its input', async () => {
    const { file } = fileOf((x) => x.reshape([-1]).exp(), 1);
    const x = rng(0).normal([3, 4]);
    expectClose((await runModel(file, { x })).y?.data as Float32Array, x.exp().flatten(), { tolerance: 1e-5 });
  });
});

describe('there is none where', () => {
  test.each<[string, Fn]>([
    ['a number is the number of rows', (x) => x.mul(x.shape[0])],
    ['a list is as long as the rows', (x) => x.sum(1).mul(tf.range(0, x.shape[0]))],
    ['operations depend on the rows', (x) => (x.shape[0] > 12 ? x.exp() : x.sin())],
    ['there are as many operations as rows', (x) => tf.addN(Array.from({ length: x.shape[0] }, (_, i) => x.mul(i)))],
    ['a size is half of the rows', (x) => x.slice([0, 0], [Math.floor(x.shape[0] / 2), 3])],
    ['a size grows with the rows up to some number', (x) => x.slice([0, 0], [Math.min(x.shape[0] - 2, 11), 3])],
    ['an attribute is the number of rows', (x) => tf.oneHot(x.sum(1).toInt(), x.shape[0]).toFloat()],
  ])('%s', (_, fn) => {
    expect(dynamicBatch(recordings(fn))).toBeUndefined();
  });

  test('nothing that is given has the rows', () => {
    const sized = [11, 13, 17].map((rows) => ({
      rows,
      ...record(({ tensor }) => [tf.slice(tensor([20], 'float32'), [0], [rows])]),
    }));
    expect(dynamicBatch(sized)).toBeUndefined();
  });
});
