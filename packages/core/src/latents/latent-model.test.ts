import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affine } from '../bijectors/affine.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { requireLatentModel, requireOneRow } from './latent-model.ts';

test('a flow has a latent, and its base alone has none', () => {
  const base = standardNormal({ eventShape: [2] });
  const model = flow({ base, bijector: affine({ eventShape: [2] }) });
  expect(() => requireLatentModel('who', 'model', model)).not.toThrow();
  expect(() => requireLatentModel('who', 'model', base)).toThrow(
    'who: expected model to have a latent, as a flow has, got "standard-normal"',
  );
});

test('one row is one row', () => {
  expect(() => requireOneRow('who', 'x', tf.zeros([1, 2]))).not.toThrow();
  expect(() => requireOneRow('who', 'x', tf.zeros([2, 2]))).toThrow('who: expected x of one row, got [2, 2]');
});
