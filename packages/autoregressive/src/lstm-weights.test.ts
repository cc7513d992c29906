import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { LstmWeights } from './lstm-weights.ts';

const [inputs, units] = [4, 2];
const make = (options: { lstms: number; columns: number; groups?: number; context?: number }) =>
  new LstmWeights({ shape: [2, 3], inputs, units, groups: 1, taps: 2, ...options, rng: rng(0) });

test('weights of o, f and i are halved, those of g are not', () => {
  const weights = make({ lstms: 1, columns: 1 });
  const half = tf.tensor1d([...Array(3 * units).fill(0.5), ...Array(units).fill(1)]);
  const { inputToState, stateToState } = weights.parts;
  const row = inputToState.parts.row as tf.Variable;
  expectClose(weights.inputToState(), row.reshape([1, inputs, 4 * units]).mul(half), { tolerance: 0 });
  expectClose(weights.stateToState(), stateToState.mul(half), { tolerance: 0 });
  inputToState.parts.bias.assign(tf.range(0, 4 * units));
  expectClose(weights.bias().flatten(), tf.range(0, 4 * units).mul(half), { tolerance: 0 });
  expectNoLeak(() => tf.dispose([weights.inputToState(), weights.stateToState(), weights.bias()]));
});

test('those of two LSTMs lie apart', () => {
  const weights = make({ lstms: 2, columns: 3 });
  expect(weights.inputToState().shape).toEqual([2, 2 * inputs, 4 * units]);
  const row = weights.parts.inputToState.parts.row as tf.Variable;
  const second = row.reshape<tf.Tensor2D>([2 * inputs, 8 * units]).slice([0, 4 * units]);
  const g = second.slice([0, 3 * units]);
  expectClose(
    weights
      .inputToState()
      .slice([1, 0, 3 * units])
      .squeeze([0]),
    g,
    { tolerance: 0 },
  );
});

test('each gate of a group reads the groups up to its own, of the place itself', () => {
  const weights = make({ lstms: 2, columns: 1, groups: 2 }).inputToState();
  // Of each gate the first unit is of the first group, and the first half of the inputs.
  const first = weights.reshape([2, 2, inputs / 2, 4, units]).slice([0, 1, 0, 0, 0], [-1, 1, -1, -1, 1]);
  expect(first.abs().max().dataSync()[0]).toBe(0);
  const second = weights.reshape([2, inputs, 4, units]).slice([0, 0, 0, 1]);
  expect(second.abs().min().dataSync()[0]).toBeGreaterThan(0);
});

test('places one after another read what the whole row does', () => {
  const weights = make({ lstms: 2, columns: 3 });
  const [left, own] = [rng(1).normal<tf.Rank.R2>([5, inputs]), rng(2).normal<tf.Rank.R2>([5, inputs])];
  const { ofLeft, ofOwn } = weights.ofPlaces(1);
  const whole = tf.concat([left, own], 1).matMul(weights.inputToState().slice(1, 1).squeeze([0]) as tf.Tensor2D);
  expectClose(ofLeft([left])?.add(ofOwn(0, [own]) as tf.Tensor2D) as tf.Tensor, whole, { tolerance: 1e-5 });
});

test('a context adds to all gates, alike at all places where it is a vector', () => {
  const weights = make({ lstms: 2, columns: 1, context: 3 });
  expect(weights.ofContext(tf.zeros([5, 3]))?.shape).toEqual([2, 1, 5, 4 * units]);
  const image = rng(1).normal<tf.Rank.R4>([5, 2, 3, 3]);
  const added = weights.ofContext(image) as tf.Tensor4D;
  expect(added.shape).toEqual([2, 6, 5, 4 * units]);
  const place = image.slice([0, 1, 2, 0], [-1, 1, 1, -1]).reshape([5, 3]);
  expectClose(added.slice([0, 5], [-1, 1]), weights.ofContext(place) as tf.Tensor, { tolerance: 1e-6 });
  expect(make({ lstms: 1, columns: 1 }).ofContext(undefined)).toBeUndefined();
});
