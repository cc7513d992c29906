import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Given } from '../bijector.ts';
import { rng } from '../rng.ts';
import { gaussian } from './fixtures/diagonal-gaussian.ts';
import { objectiveOf } from './objective-of.ts';

const x = () =>
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);

test('a model without an objective is fitted by the mean of -log p(x), in training', () => {
  const { objective: _, ...model } = gaussian();
  const seen: (Given | undefined)[] = [];
  const logProb = (batch: tf.Tensor2D, given?: Given) => {
    seen.push(given);
    return model.logProb(batch);
  };
  const watched = { ...model, logProb };
  const loss = objectiveOf(watched)({ x: x() }, { rng: rng(0), step: tf.scalar(0) });
  expect(loss.dataSync()[0]).toBeCloseTo(Math.log(2 * Math.PI) + (1 + 4 + 9 + 16) / 4, 4);
  expect(seen).toEqual([{ context: undefined, training: true }]);
});

test("a model's own objective is given the generator and the step", () => {
  const model = gaussian();
  const loss = (seed: number) => objectiveOf(model)({ x: x() }, { rng: rng(seed), step: tf.scalar(3) }).dataSync()[0];
  expect(loss(1)).toBe(loss(1));
  expect(loss(1)).not.toBe(loss(2));
});
