import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { ConfigError, DomainError } from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/glow-layers.json' with { type: 'json' };
import { type InvertibleConvolutionOptions, invertibleConvolution } from './invertible-convolution.ts';
import { kinds } from './kinds.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const forms = ['lu', 'plain'] as const;
const make =
  (options: Partial<InvertibleConvolutionOptions> = {}) =>
  (rng: core.Rng) =>
    invertibleConvolution({ channels: 3, rng, ...options });

for (const parameterization of forms) {
  describeBijector(`invertibleConvolution of images, ${parameterization}`, make({ parameterization }), {
    eventShape: [2, 3, 3],
  });
  describeBijector(`invertibleConvolution of vectors, ${parameterization}`, make({ parameterization, channels: 6 }), {
    eventShape: [6],
  });
  describeBijector(
    `invertibleConvolution that starts as the identity, ${parameterization}`,
    make({ parameterization, channels: 2, start: 'identity' }),
    { eventShape: [1, 2, 2] },
  );
}

test('what it makes of images is what a float64 reference does, and back', () => {
  const channels = golden.shape[2] as number;
  for (const parameterization of forms) {
    const { z, logDet, weights } = golden[parameterization];
    const options = parameterization === 'lu' ? (golden.lu.options as Pick<InvertibleConvolutionOptions, 'signs'>) : {};
    const layer = invertibleConvolution({ channels, parameterization, ...options, rng: core.rng(0) });
    assignWeights(core.variablesOf(layer), weights as unknown as Record<string, number[][]>);
    tf.tidy(() => {
      const x = tf.tensor4d(golden.x);
      const there = layer.inverse(x);
      expectClose(there.value, tf.tensor4d(z), { tolerance: 1e-5 });
      expectClose(
        there.logDet,
        golden.x.map(() => logDet),
        { tolerance: 1e-5 },
      );
      const back = layer.forward(tf.tensor4d(z));
      expectClose(back.value, x, { tolerance: 1e-4 });
      expectClose(
        back.logDet,
        golden.x.map(() => -logDet),
        { tolerance: 1e-5 },
      );
    });
  }
});

test.each(forms)('it starts as an orthogonal map, or as the identity where asked: %s', (parameterization) => {
  const x = core.rng(1).normal<tf.Rank.R4>([2, 3, 3, 8]);
  const of = (options: Partial<InvertibleConvolutionOptions>) =>
    make({ channels: 8, parameterization, ...options })(core.rng(0)).inverse(x);
  const { value, logDet } = of({});
  expectClose(value.square().sum(3), x.square().sum(3), { tolerance: 1e-5 });
  expectClose(logDet, [0, 0], { tolerance: 1e-4 });
  expectClose(of({ start: 'identity' }).value, x, { tolerance: 0 });
});

test('both forms start as the same matrix', () => {
  const x = core.rng(1).normal<tf.Rank.R2>([4, 8]);
  const [lu, plain] = forms.map((parameterization) => make({ channels: 8, parameterization })(core.rng(0)).inverse(x));
  expectClose(lu?.value as tf.Tensor, plain?.value as tf.Tensor, { tolerance: 1e-5 });
});

test.each([
  ['lu', 'factors', (values: Float32Array) => values.with(4, Number.NEGATIVE_INFINITY)],
  ['lu', 'factors', (values: Float32Array) => values.with(4, -1000)],
  ['lu', 'factors', (values: Float32Array) => values.with(1, Number.NaN)],
  ['plain', 'matrix', (values: Float32Array) => values.map((_, at) => at % 3)],
  ['plain', 'matrix', (values: Float32Array) => values.with(1, Number.NaN)],
] as const)('a file whose matrix, %s, was made singular is refused', (parameterization, path, changed) => {
  const layer = make({ parameterization })(core.rng(0));
  const file = core.readSafetensors(core.save(layer));
  const { shape, data } = file.tensors.get(path) as core.StoredTensor;
  const tensors = new Map(file.tensors).set(path, { shape, data: changed(data as Float32Array) });
  const before = tf.memory().numTensors;
  const bytes = core.writeSafetensors({ ...file, tensors });
  expect(() => core.load(bytes, kinds)).toThrow(DomainError);
  expect(() => core.load(bytes, kinds)).toThrow('invertibleConvolution: expected an invertible matrix');
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [{ channels: 0 }, 'channels'],
  [{ parameterization: 'qr' }, 'parameterization to be lu or plain, got "qr"'],
  [{ start: 'zero' }, 'start to be rotation or identity, got "zero"'],
  [{ permutation: [1, 0, 2] }, 'permutation and signs together'],
  [{ permutation: [1, 0, 2], signs: [1, 1, 1], parameterization: 'plain' }, 'permutation and signs together'],
])('options %j are refused', (options, message) => {
  expect(() => make(options as never)(core.rng(0))).toThrow(ConfigError);
  expect(() => make(options as never)(core.rng(0))).toThrow(`invertibleConvolution: expected ${message}`);
});
