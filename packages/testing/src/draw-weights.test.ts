import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { drawWeights } from './draw-weights.ts';
import { rng } from './toy-library.ts';

const build = () => {
  const [weights, masked] = [tf.variable(tf.zeros([50])), tf.variable(tf.zeros([4]))];
  const inner = {
    config: { kind: 'inner' },
    parts: { masked },
    constrain: () => masked.assign(tf.zeros([4])),
    dispose: () => masked.dispose(),
  };
  return { config: { kind: 'outer' }, parts: { weights, inner }, dispose: () => tf.dispose([weights, masked]) };
};

test('every variable gets numbers of its own, the same for the same seed, and what it must keep is kept', () => {
  const [one, other] = [build(), build()];
  drawWeights(one, rng('seed'), 0.1);
  drawWeights(other, rng('seed'), 0.1);
  expect(one.parts.weights.arraySync()).toEqual(other.parts.weights.arraySync());
  const spread = Math.sqrt(tf.tidy(() => one.parts.weights.square().mean().dataSync()[0] as number));
  expect(spread).toBeGreaterThan(0.05);
  expect(spread).toBeLessThan(0.15);
  expect(one.parts.inner.parts.masked.arraySync()).toEqual([0, 0, 0, 0]);
});
