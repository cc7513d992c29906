import { ConfigError, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import { compileModel } from './compile-model.ts';
import { exportOnnx } from './export-onnx.ts';
import { onnxEngine } from './onnx-engine.ts';
import { requireOptions } from './require-options.ts';

test('the first unknown option is named, beside those that there are', () => {
  expect(() => requireOptions('who', { a: 1, c: 2, d: 3 }, ['a', 'b'])).toThrow(ConfigError);
  expect(() => requireOptions('who', { a: 1, c: 2, d: 3 }, ['a', 'b'])).toThrow(
    'who: unknown option c; expected one of a, b',
  );
  expect(() => requireOptions('who', { a: undefined }, ['a', 'b'])).not.toThrow();
});

const model = standardNormal({ eventShape: [2] });

test.each<[string, (options: object) => unknown]>([
  ['compile', (options) => compile(() => tf.scalar(1), options)],
  ['compileModel', (options) => compileModel(model, options)],
  ['onnxEngine', (options) => onnxEngine(options)],
])('%s refuses unknown options', (who, make) => {
  expect(() => make({ thread: 1 })).toThrow(`${who}: unknown option thread; expected one of threads`);
});

test('an engine knows no variables', () => {
  expect(() => onnxEngine({ variables: 'constants' } as object)).toThrow('onnxEngine: unknown option variables');
});

test('exportOnnx refuses unknown options', async () => {
  const options = { row: 3 } as object;
  await expect(exportOnnx(model, options)).rejects.toThrow('exportOnnx: unknown option row; expected one of');
});
