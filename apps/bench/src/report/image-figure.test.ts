import { affine, type Bijector, type DensityModel, dequantized, flow, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { DataSet } from '../data-set.ts';
import { imageFigure } from './image-figure.ts';

const eventShape = [2, 3, 3];
const rows = { data: new Uint8Array(4 * 18), shape: [4, 18] };
const data = { test: rows, levels: 256, imageShape: [2, 3, 3] } as unknown as DataSet;

const flowModel = (): DensityModel =>
  dequantized({
    model: flow({
      base: standardNormal({ eventShape }),
      bijector: affine({ eventShape, shift: 0.5, logScale: -2 }) as Bijector,
    }),
    levels: 256,
  });

/** Blank images, of a model that has no latent. */
const blank: DensityModel = { ...standardNormal({ eventShape }), sample: (count) => tf.zeros([count, ...eventShape]) };

test('a model that maps noise is shown at several temperatures, another once beside the data, and nothing leaks', async () => {
  const before = tf.memory().numTensors;
  const model = flowModel();
  const figure = await imageFigure(data, [
    ['Noise', model],
    ['Blank', blank],
  ]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const { document } = parseHTML(figure.text);
  const pictures = [...document.querySelectorAll('img')];
  expect(pictures.map((image) => image.getAttribute('alt'))).toEqual([
    'Images of Data',
    'Images of Blank',
    ...[0.5, 0.7, 0.9, 1].map((τ) => `Images of Noise at τ = ${τ}`),
  ]);
  expect(new Set(pictures.map((image) => image.getAttribute('src'))).size).toBe(6);
});

test('where no model maps noise nothing is said of temperatures', async () => {
  const { text } = await imageFigure(data, [['Blank', blank]]);
  expect(text).not.toContain('temperature');
});
