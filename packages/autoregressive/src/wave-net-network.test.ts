import { ConfigError, rng, ShapeError, variablesOf } from '@flows/core';
import { drawWeights, expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { describeCausalNetwork } from './fixtures/describe-causal-network.ts';
import { waveNetNetwork } from './wave-net-network.ts';
import type { WaveNetNetworkOptions } from './wave-net-options.ts';

const small = {
  length: 14,
  inputs: 1,
  parameters: 2,
  channels: 3,
  skip: 8,
  layers: 2,
  stacks: 1,
  filter: 2,
  stride: 4,
  rng: rng(0),
};
const make = (options: Partial<WaveNetNetworkOptions> = {}) => waveNetNetwork({ ...small, ...options });

describeCausalNetwork('a WaveNet of dilations below the stride', (rng) => make({ length: 10, stride: 5, rng }));
describeCausalNetwork('a WaveNet of dilations below and above the stride', (rng) =>
  make({ layers: 4, stride: 3, inputs: 2, rng }),
);
describeCausalNetwork('a WaveNet of two stacks', (rng) => make({ stacks: 2, stride: 5, rng }));
describeCausalNetwork('a WaveNet of filters of three samples', (rng) =>
  make({ length: 15, filter: 3, layers: 3, stride: 3, rng }),
);
describeCausalNetwork('a WaveNet that draws sample by sample', (rng) => make({ length: 6, stride: 1, rng }));
describeCausalNetwork('a WaveNet that draws all at once', (rng) => make({ length: 9, layers: 3, stride: 9, rng }));
describeCausalNetwork('a WaveNet of a global context', (rng) => make({ context: 2, layers: 3, stride: 3, rng }), {
  context: [2],
});
describeCausalNetwork('a WaveNet of a local context', (rng) => make({ context: 2, layers: 3, stride: 3, rng }), {
  context: [1, 14, 2],
});

describe('the layers', () => {
  const network = make({ length: 6, context: 2 });
  tf.tidy(() => drawWeights(network, rng('weights'), 0.7));
  const variables = variablesOf(network);
  const values = (path: string) => [...(variables.get(path) as tf.Variable).dataSync()];
  /** y_o = Σ_i x_i W_io, of weights `[..., inputs, outputs]` from `tap` on. */
  const product = (x: readonly number[], name: string, outputs: number, tap = 0) =>
    Array.from({ length: outputs }, (_, o) =>
      x.reduce((sum, value, i) => sum + value * (values(name)[(tap * x.length + i) * outputs + o] as number), 0),
    );
  const plus = (...terms: readonly (readonly number[])[]) =>
    (terms[0] as number[]).map((_, i) => terms.reduce((sum, term) => sum + (term[i] as number), 0));
  const sigmoid = (b: number) => 1 / (1 + Math.exp(-b));
  const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));

  test('are those of the paper, in plain loops', () => {
    const e = [...rng('e').normals(6)];
    const c = [0.5, -1];
    const zeros = [0, 0, 0];
    let h = e.map((_, t) =>
      plus(
        product([e[t - 2] ?? 0], 'input.kernel', 3, 0),
        product([e[t - 1] ?? 0], 'input.kernel', 3, 1),
        values('input.bias'),
      ),
    );
    const skips = e.map(() => [] as number[]);
    for (const l of [0, 1]) {
      const z = h.map((own, t) => {
        const sum = plus(
          product(h[t - 2 ** l] ?? zeros, `layer${l}.gate.kernel`, 6, 0),
          product(own, `layer${l}.gate.kernel`, 6, 1),
          values(`layer${l}.gate.bias`),
          product(c, `layer${l}.context.kernel`, 6),
          values(`layer${l}.context.bias`),
        );
        return [0, 1, 2].map((i) => Math.tanh(sum[i] as number) * sigmoid(sum[i + 3] as number));
      });
      z.forEach((own, t) => void skips[t]?.push(...own));
      if (l === 0) h = h.map((own, t) => plus(own, product(z[t] as number[], 'layer0.residual', 3)));
    }
    const expected = skips.map((z) => {
      const skip = relu(plus(product(z, 'skip.kernel', 8), values('skip.bias')));
      const hidden = relu(plus(product(skip, 'hidden.kernel', 8), values('hidden.bias')));
      return plus(product(hidden, 'output.kernel', 2), values('output.bias'));
    });
    const output = network.apply(tf.tensor4d(e, [1, 1, 6, 1]), { context: tf.tensor2d([c]) });
    expectClose(output, expected.flat(), { tolerance: 1e-5 });
  });
});

test('its output starts at 0', () => {
  expect(
    Math.max(
      ...make()
        .apply(tf.ones([2, 1, 14, 1]))
        .abs()
        .dataSync(),
    ),
  ).toBe(0);
});

test('sizes that fit no sound, and wrong contexts, are refused', () => {
  expect(() => make({ layers: 5 })).toThrow(
    'waveNetNetwork: expected layers whose filters reach back less than the length, 14, got 5 of filters of 2 samples, the last of which reaches back 16; take at most 4',
  );
  expect(() => make({ filter: 15, layers: 2 })).toThrow('reaches back 28; take a filter of at most 14');
  expect(() => make({ filter: 1 })).toThrow(
    new ConfigError('waveNetNetwork: expected filter to be a whole number of at least 2, got 1'),
  );
  expect(() => make({ stride: 15 })).toThrow('expected a stride of at most the length, 14, got 15');
  expect(() => make({ channels: 0 })).toThrow('waveNetNetwork: expected channels');
  expect(() => make({ context: 0 })).toThrow('waveNetNetwork: expected context');
  expect(() => make().apply(tf.zeros([2, 1, 14, 1]), { context: tf.zeros([2, 3]) })).toThrow(ShapeError);
});

test.each([
  [undefined, '[1 or batch, 2] or [1 or batch, 4, 2], batch 3, got none'],
  [[3, 3], '[1 or batch, 2] or [1 or batch, 4, 2], batch 3, got [3, 3]'],
  [[2, 1, 4, 2], '[1 or batch, 2] or [1 or batch, 4, 2], batch 3, got [2, 4, 2]'],
  [[3, 1, 5, 2], '[1 or batch, 2] or [1 or batch, 4, 2], batch 3, got [3, 5, 2]'],
  [[3, 4, 1, 2], '[1 or batch, 2] or [1 or batch, 4, 2], batch 3, got [3, 4, 1, 2]'],
  [[3, 4, 2], '[1 or batch, 2] or [1 or batch, 1, 4, 2], batch 3, got [3, 4, 2]'],
])('a context of shape %j for four samples is refused, a series as sounds have it', (shape, message) => {
  const network = make({ context: 2 });
  const e = tf.zeros<tf.Rank.R4>([3, 1, 1, 1]);
  const given = shape && { context: tf.zeros(shape) };
  expect(() => network.advance(network.begin(3), () => e, given)).toThrow(
    `WaveNetNetwork.advance: expected context of shape ${message}`,
  );
});
