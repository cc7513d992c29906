import { type DensityModel, rng, sizeOf } from '@flows/core';
import { Vae } from '@flows/vae-flow';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { ModelOptions } from './model-entry.ts';
import { autoencoders } from './profiles/autoencoders.ts';
import { vaeModels } from './vae-models.ts';

const sizes = { layers: 2, hidden: [5], channels: 2, latents: 3 };
const optionsOf = (imageShape: [number, number, number], levels: number): ModelOptions => ({
  ...{ ...sizes, imageShape, levels, dims: sizeOf(imageShape) },
  rng: rng(0),
});

const build = (name: string, options: ModelOptions): DensityModel =>
  vaeModels[name as keyof typeof vaeModels].build(options);

test.each(autoencoders)('%s bounds the mass of images of two levels and of more', (name) => {
  for (const levels of [2, 5]) {
    const model = build(name, optionsOf([4, 8, 1], levels));
    expect(model).toBeInstanceOf(Vae);
    expect([model.likelihood, model.measure]).toEqual(['lower-bound', 'mass']);
    tf.tidy(() => {
      const x = model.sample(6, { rng: rng(1) });
      expect(x.shape).toEqual([6, 4, 8, 1]);
      expect(Math.max(...x.dataSync())).toBeLessThan(levels);
      for (const logP of model.logProb(x).dataSync()) expect(logP).toBeLessThan(0);
    });
    model.dispose();
  }
});

test('the profiles’ names of autoencoders are all that there are', () => {
  expect(Object.keys(vaeModels)).toEqual(autoencoders);
});

test('all have the same encoder and decoder, so that posteriors alone differ', () => {
  const models = autoencoders.map((name) => build(name, optionsOf([8, 8, 1], 17)) as Vae);
  const partsOf = ({ parts: { encoder, decoder } }: Vae) => JSON.stringify([encoder.config, decoder.config]);
  const weightsOf = ({ parts: { decoder } }: Vae) => tf.tidy(() => [...decoder.apply(tf.ones([1, 3])).dataSync()]);
  expect(new Set(models.map(partsOf)).size).toBe(1);
  for (const model of models) expect(weightsOf(model)).toEqual(weightsOf(models[0] as Vae));
  for (const model of models) model.dispose();
});

test('vectors and real numbers are refused by what was expected', () => {
  const { imageShape: _, ...vectors } = optionsOf([4, 4, 1], 2);
  const { levels: __, ...real } = optionsOf([4, 4, 1], 2);
  for (const options of [vectors, real]) {
    expect(() => build('vae-iaf', options as ModelOptions)).toThrow('vae-iaf: expected images of whole numbers');
  }
});
