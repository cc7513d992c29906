import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compile } from './compile.ts';
import { onnxEngine } from './onnx-engine.ts';
import { onnxRuntime } from './runtime.ts';

beforeAll(() => {
  vi.doMock('onnxruntime-node', () => {
    throw new Error('none');
  });
});
afterAll(() => vi.doUnmock('onnxruntime-node'));

const cure = /onnxruntime-node.*or leave the engine out to train eagerly/;

/** An error as Node has it where it finds no module. */
const notFound = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Object.assign(new Error(`Cannot find package '${name}' imported from flows`), { code });

test.each<[string, Error, RegExp]>([
  ['is not installed', notFound('onnxruntime-node'), /got none; npm install onnxruntime-node/],
  ['lacks a package', notFound('onnxruntime-common'), /to load, got Error: .*onnxruntime-common.*install it anew/],
  ['lacks its binary', notFound('../bin/napi.node', 'MODULE_NOT_FOUND'), /to load, got Error: .*install it anew/],
  ['has another system’s binary', new Error('invalid ELF header'), /to load, got Error: invalid ELF/],
])('where onnxruntime-node %s the error says so, with the cure and the cause', async (_, cause, message) => {
  const failure = onnxRuntime(() => Promise.reject(cause));
  await expect(failure).rejects.toThrow(core.ConfigError);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toThrow(cure);
  await expect(failure).rejects.toHaveProperty('cause', cause);
});

test('without it a compiled function says so when it is called, and calls the function not once', async () => {
  const fn = vi.fn((x: tf.Tensor1D) => x.neg());
  await expect(compile(fn)(tf.tensor1d([1]))).rejects.toThrow(cure);
  expect(fn).not.toHaveBeenCalled();
});

test('without it training on the engine says so at the first step, and eager training goes on as ever', async () => {
  const model = core.diagonalNormal({ eventShape: [2] });
  const { data, shape } = { data: core.rng(0).normals(64), shape: [32, 2] };
  const options = { rng: core.rng(0), steps: 3 };
  await expect(core.fit(model, { data, shape }, { ...options, engine: onnxEngine() })).rejects.toThrow(cure);
  expect((await core.fit(model, { data, shape }, options)).steps).toBe(3);
  model.dispose();
});
