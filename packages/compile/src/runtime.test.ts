import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compile } from './compile.ts';
import { onnxEngine } from './onnx-engine.ts';
import { onnxRuntime } from './runtime.ts';

const cause = new Error("Cannot find package 'onnxruntime-node'");

beforeAll(() => {
  vi.doMock('onnxruntime-node', () => {
    throw cause;
  });
});
afterAll(() => vi.doUnmock('onnxruntime-node'));

const cure = /expected the package onnxruntime-node.*got none; npm install onnxruntime-node/;

test('without onnxruntime-node the error names it, the cure, and what failed', async () => {
  const failure = onnxRuntime();
  await expect(failure).rejects.toThrow(core.ConfigError);
  await expect(failure).rejects.toThrow(cure);
  await expect(failure).rejects.toHaveProperty('cause');
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
