import {
  affine,
  type Bijector,
  type DensityModel,
  dequantized,
  flow,
  fullGaussian,
  rng,
  standardNormal,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import type { DataSet } from '../data-set.ts';
import { vaeModels } from '../vae-models.ts';
import { latentsFigure } from './latents-figure.ts';

// One pixel, of class 0 where it is dark and of class 1 where it is light.
const shades = { data: Uint8Array.of(0, 9, 1, 8), shape: [4, 1] };
const labels = { train: Uint8Array.of(0, 1, 0, 1), test: Uint8Array.of(0, 1, 0, 1) };
const data = {
  train: shades,
  test: shades,
  labels,
  classes: 2,
  levels: 10,
  imageShape: [1, 1, 1],
} as unknown as DataSet;

/** y = z / 2, of images: the latent of a pixel x is 2 (x + 1/2) / L. */
const eventShape = [1, 1, 1];
const halved = () =>
  dequantized({
    model: flow({
      base: standardNormal({ eventShape }),
      bijector: affine({ eventShape, logScale: -Math.LN2 }) as Bijector,
    }),
    levels: 10,
  });

const pixelsIn = (text: string) =>
  [...text.matchAll(/base64,([^"]*)/g)].map(([, png]) => {
    const { width, data } = decode(Buffer.from(png as string, 'base64'));
    return Array.from({ length: (width + 1) / 2 }, (_, i) => Math.round(((data[2 * i] as number) * 9) / 63));
  });

test('images of two classes turn into each other, and move along the direction from one to the other', async () => {
  const before = tf.memory().numTensors;
  const model = halved();
  const figure = await latentsFigure(data, [['Halves', model as DensityModel]]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const [way, moved] = pixelsIn(figure?.text ?? '');
  expect(way).toEqual([0, 1, 3, 4, 5, 6, 8, 9]);
  // The means of the classes are 8 levels apart, and the image is the darkest.
  expect(moved).toEqual([0, 0, 0, 0, 3, 5, 8]);
  expect(figure?.text).toContain('of the classes 0 to 1');
});

test('without classes the images have ways and no directions', async () => {
  const { labels: _, ...unlabelled } = data;
  const figure = await latentsFigure(unlabelled, [['Halves', halved()]]);
  expect(pixelsIn(figure?.text ?? '').map((row) => row.length)).toEqual([8]);
});

test('a flow whose base is no independent noise has no latent to show, and two flows are shown at most', async () => {
  const rows = { data: Float32Array.from({ length: 8 }, (_, i) => Math.sin(i)), shape: [8, 1] };
  const gaussian = flow({ base: fullGaussian.fit(rows), bijector: affine({ eventShape: [1] }) as Bijector });
  expect(await latentsFigure(data, [['Gaussian', gaussian as DensityModel]])).toBeUndefined();
  const three = ['A', 'B', 'C'].map((title) => [title, halved() as DensityModel] as const);
  const figure = await latentsFigure(data, three);
  expect([...(figure?.text.matchAll(/<h4>(.)</g) ?? [])].map(([, title]) => title)).toEqual(['A', 'B']);
});

test('of autoencoders the first is shown, after the flows', async () => {
  const sizes = { layers: 1, hidden: [3], latents: 2 };
  const autoencoder = () =>
    vaeModels.vae.build({ ...sizes, dims: 1, imageShape: [1, 1, 1], levels: 10, rng: rng(0) }) as DensityModel;
  const figure = await latentsFigure(data, [
    ['E', autoencoder()],
    ['A', halved() as DensityModel],
    ['F', autoencoder()],
  ]);
  expect([...(figure?.text.matchAll(/<h4>(.)</g) ?? [])].map(([, title]) => title)).toEqual(['A', 'E']);
});
