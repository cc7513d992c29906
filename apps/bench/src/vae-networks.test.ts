import { bernoulliConditional, categoricalConditional, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { vaeNetworks } from './vae-networks.ts';

const sizes = { latents: 3, hidden: [7, 5], channels: 2, rng: rng(0) };

test.each([
  [
    [28, 28, 1],
    [2, 4],
  ],
  [
    [8, 12, 1],
    [2, 4],
  ],
  [[6, 4, 1], [2]],
] as const)('images of %j have convolutional layers of %j channels, a layer a halving, mirrored', (shape, channels) => {
  const { encoder, decoder } = vaeNetworks({ ...sizes, shape, likelihood: bernoulliConditional() });
  expect(encoder.config.kind).toBe('convolutional-encoder');
  expect([encoder.config.channels, decoder.config.channels]).toEqual([channels, [...channels].reverse()]);
  tf.tidy(() => {
    expect(encoder.apply(tf.ones([2, ...shape])).shape).toEqual([2, 5]);
    expect(decoder.apply(tf.ones([2, 3])).shape).toEqual([2, ...shape]);
  });
});

test('images that cannot be halved have fully connected layers, and θ of all their elements', () => {
  const shape = [3, 5, 3] as const;
  const { encoder, decoder } = vaeNetworks({ ...sizes, shape, likelihood: categoricalConditional({ levels: 4 }) });
  expect([encoder.config.kind, decoder.config.kind]).toEqual(['dense-encoder', 'mlp']);
  expect([encoder.outputs, decoder.outputs]).toEqual([5, 4 * 45]);
});

test('of images in colour each place has the parameters of all channels', () => {
  const likelihood = categoricalConditional({ levels: 4, input: 'scaled' });
  const { decoder } = vaeNetworks({ ...sizes, shape: [4, 4, 3], likelihood });
  expect(decoder.outputs).toBe(12);
});
