import { Flow, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarModels } from './planar-models.ts';

test.each(Object.keys(planarModels) as (keyof typeof planarModels)[])('%s has the steps of its name', (name) => {
  const entry = planarModels[name];
  if (!('build' in entry)) throw new Error(`${name} is a closed form`);
  const model = entry.build({ layers: 3, hidden: [4], dims: 2, rng: rng(0) }) as Flow;
  expect(model).toBeInstanceOf(Flow);
  const path = tf.tidy(() => model.path(tf.zeros([1, 2])).length);
  expect(`planar-${path - 1}`).toBe(name);
  model.dispose();
});
