import { type DensityModel, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { classFigure } from './class-figure.ts';
import type { LabelledFold } from './labelled-folds.ts';

// Images of four pixels, each as dark as its class.
const labels = Uint8Array.of(2, 0, 1, 2);
const images = { data: Uint8Array.from(labels, (label) => label).map(Number), shape: [4, 1] };
const data = { test: images, labels: { test: labels }, dims: 1, classes: 3, levels: 3 } as unknown as LabelledFold;

const model: DensityModel = {
  ...standardNormal({ eventShape: [1] }),
  sample: (_, { context }) => tf.tidy(() => (context as tf.Tensor2D).mul([0, 1, 2]).sum(1, true)),
};

test('the rows of both pictures are the classes', async () => {
  const before = tf.memory().numTensors;
  const { text } = await classFigure(data, model);
  expect(tf.memory().numTensors).toBe(before);
  const rows = [...text.matchAll(/base64,([^"]*)/g)].map(([, png]) => {
    const { width, data } = decode(Buffer.from(png as string, 'base64'));
    return [0, 2, 4].map((y) => Array.from({ length: 10 }, (_, i) => data[y * width + 2 * i]));
  });
  const [paper, half, ink] = [0, 32, 63];
  // The test part has one image of each class, and two of the last.
  expect(rows[0]?.map((row) => row.slice(0, 3))).toEqual([
    [paper, paper, paper],
    [half, paper, paper],
    [ink, ink, paper],
  ]);
  expect(rows[1]?.map((row) => [...new Set(row)])).toEqual([[paper], [half], [ink]]);
});
