import { rng } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { pixelModels } from './pixel-models.ts';

const sizes = { layers: 9, hidden: [], channels: 4, blocks: 1, rng: rng(0) };

test('WaveNet in raster order is a mass of images as vectors, whose pixels see those before them', () => {
  expect(pixelModels['wavenet-raster']).not.toHaveProperty('images');
  const model = pixelModels['wavenet-raster'].build({ ...sizes, dims: 4, levels: 2 });
  expect([model.eventShape, model.likelihood, model.measure]).toEqual([[4], 'exact', 'mass']);
  tf.tidy(() => {
    drawWeights(model, rng(1), 0.7);
    const images = Array.from({ length: 16 }, (_, n) => [n >> 3, (n >> 2) & 1, (n >> 1) & 1, n & 1]);
    const masses = [...model.logProb(tf.tensor2d(images)).exp().dataSync()];
    expect(masses.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    // Of the images that begin alike, the last pixel is ink with a probability that what comes before it decides.
    const inks = Array.from(
      { length: 8 },
      (_, n) => (masses[2 * n + 1] as number) / ((masses[2 * n] as number) + (masses[2 * n + 1] as number)),
    );
    expect(new Set(inks.map((p) => p.toFixed(4))).size).toBe(8);
  });
  model.dispose();
});

test('real numbers, and vectors where images are needed, are refused by what was expected', () => {
  expect(() => pixelModels['wavenet-raster'].build({ ...sizes, dims: 12 })).toThrow('expected whole numbers');
  expect(() => pixelModels.pixelcnn.build({ ...sizes, dims: 12, levels: 3 })).toThrow('expected images');
});
