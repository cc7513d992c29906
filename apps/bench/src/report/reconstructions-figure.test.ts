import { bernoulliConditional, type DensityModel, rng, standardNormal } from '@flows/core';
import { type Decoder, type Encoder, flowPosterior, vae } from '@flows/vae-flow';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { DataSet } from '../data-set.ts';
import { reconstructionsFigure } from './reconstructions-figure.ts';

// Images of two pixels, one row each.
const images = [
  [0, 1],
  [1, 1],
  [1, 0],
];
const data = {
  test: { data: Uint8Array.from(images.flat()), shape: [3, 2] },
  levels: 2,
  imageShape: [1, 2, 1],
} as unknown as DataSet;

const stateless = { config: { kind: 'fixed' }, parts: {}, dispose: () => {} };

/** An autoencoder whose decoder turns every pixel of noise, or of data, to ink. */
const inked = () =>
  vae({
    eventShape: [1, 2, 1],
    encoder: { ...stateless, outputs: 2, apply: (x: tf.Tensor) => x.reshape([-1, 2]) } as unknown as Encoder,
    posterior: flowPosterior({ dims: 1, context: 2, rng: rng(0) }),
    decoder: {
      ...stateless,
      inputs: 1,
      outputs: 2,
      apply: (z: tf.Tensor) => z.mul(0).add([[9, 9]]),
    } as unknown as Decoder,
    likelihood: bernoulliConditional(),
  }) as DensityModel;

/** The pixels of a strip, without the paper between images: 1 where there is ink. */
const inkIn = (src: string | null) => {
  const { width, data } = decode(Buffer.from((src ?? '').split(',')[1] as string, 'base64'));
  return Array.from({ length: width }, (_, i) => i)
    .filter((i) => i % 3 < 2)
    .map((i) => ((data[i] as number) > 0 ? 1 : 0));
};

test('images of the test set stand over what an autoencoder makes of them, and no other model is shown', async () => {
  const before = tf.memory().numTensors;
  const model = inked();
  const noise = standardNormal({ eventShape: [1, 2, 1] }) as DensityModel;
  const figure = await reconstructionsFigure(data, [
    ['Noise', noise],
    ['Ink', model],
  ]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const { document } = parseHTML(figure?.text ?? '');
  expect([...document.querySelectorAll('h4')].map(({ textContent }) => textContent)).toEqual(['Test set', 'Ink']);
  const strips = [...document.querySelectorAll('img')].map((image) => inkIn(image.getAttribute('src')));
  expect(strips).toEqual([images.flat(), [1, 1, 1, 1, 1, 1]]);
});

test('where no model is an autoencoder there is no figure', async () => {
  expect(
    await reconstructionsFigure(data, [['Noise', standardNormal({ eventShape: [2] }) as DensityModel]]),
  ).toBeUndefined();
});
