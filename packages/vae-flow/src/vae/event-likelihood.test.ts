import { bernoulliConditional, categoricalConditional, discretizedLogisticMixtureConditional, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { eventLikelihood } from './event-likelihood.ts';

const images = () => tf.tensor([0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1], [1, 2, 2, 3]);

test('parameters at each place of an image give what those of all its elements give as a vector', () => {
  const [conditional, eventShape] = [categoricalConditional({ levels: 2 }), [2, 2, 3]];
  const { logProb } = eventLikelihood(conditional, eventShape);
  const atPlaces = rng(0).normal<tf.Rank.R4>([1, 2, 2, 6]);
  // Parameter-major: the first parameter of all elements, then the second.
  const ofAll = atPlaces.reshape([1, 4, 2, 3]).transpose([0, 2, 1, 3]).reshape([1, 24]);
  expect(logProb(images(), atPlaces).dataSync()[0]).toBeCloseTo(logProb(images(), ofAll).dataSync()[0] as number, 5);
});

test('the channels of a place are given together where the distribution says so', () => {
  const conditional = discretizedLogisticMixtureConditional({ levels: 2, components: 2, channels: 3 });
  const { logProb, sample } = eventLikelihood(conditional, [2, 2, 3]);
  const theta = rng(0).normal<tf.Rank.R4>([1, 2, 2, conditional.parameters]);
  const flat = theta.reshape<tf.Tensor2D>([4, conditional.parameters]);
  const expected = conditional
    .logProb(images().reshape([4, 3]), flat)
    .sum()
    .dataSync()[0] as number;
  expect(logProb(images(), theta).dataSync()[0]).toBeCloseTo(expected, 4);
  expect(sample(theta, { rng: rng(1), temperature: 1 }).shape).toEqual([1, 2, 2, 3]);
});

test('what stands for the channels of a place lies there, and x itself where nothing else does', () => {
  const oneHot = eventLikelihood(categoricalConditional({ levels: 2 }), [2, 2, 3]).embed(images());
  expect(oneHot.shape).toEqual([1, 2, 2, 6]);
  expect([...oneHot.slice([0, 0, 0, 0], [1, 1, 1, 6]).dataSync()]).toEqual([1, 0, 0, 0, 1, 1]);
  expect([...eventLikelihood(bernoulliConditional(), [2, 2, 3]).embed(images()).dataSync()]).toEqual([
    ...images().dataSync(),
  ]);
});

test.each([
  ['one parameter for all places', [3, 1]],
  ['as many places as x, and none of their channels', [3, 2, 2, 2]],
  ['other places', [3, 2, 3, 3]],
  ['other rows', [2, 12]],
])('a θ that x does not fit is refused: %s', (_, shape) => {
  const { logProb, sample } = eventLikelihood(bernoulliConditional(), [2, 2, 3]);
  const theta = tf.zeros(shape as [number, number]);
  expect(() => logProb(tf.zeros([3, 2, 2, 3]), theta)).toThrow(
    `vae: expected a decoder whose θ is of shape [batch, 12] or [batch, 2, 2, 3], batch 3, got [${shape.join(', ')}]`,
  );
  if (shape[0] === 3) expect(() => sample(theta, { rng: rng(0), temperature: 1 })).toThrow('vae: expected a decoder');
});

test('θ has the parameters of all elements', () => {
  expect(eventLikelihood(categoricalConditional({ levels: 5 }), [2, 2, 3]).parameters).toBe(60);
  const joint = discretizedLogisticMixtureConditional({ levels: 2, components: 1, channels: 3 });
  expect(eventLikelihood(joint, [2, 2, 3]).parameters).toBe(4 * joint.parameters);
});
