import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { inverseOf, joinPlaces, takePlaces } from './take-places.ts';

const orders = [
  [2, 0, 1],
  [-1, 2, 0],
];

test('each order takes its own places, and 0 where there is none', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  expect(takePlaces(x, orders).arraySync()).toEqual([
    [
      [5, 6],
      [1, 2],
      [3, 4],
    ],
    [
      [0, 0],
      [5, 6],
      [1, 2],
    ],
  ]);
  expectNoLeak(() => takePlaces(x, orders).dispose());
});

test('places come back by the inverse orders, those of all orders added', () => {
  expect(orders.map(inverseOf)).toEqual([
    [1, 2, 0],
    [2, -1, 1],
  ]);
  const x = tf.tensor2d([1, 2, 3], [3, 1]);
  expect(joinPlaces(takePlaces(x, orders), orders.map(inverseOf)).dataSync()).toEqual(Float32Array.of(2, 2, 6));
});

test('the gradient of either is the other', () => {
  const [x, y] = [rng(0).normal<tf.Rank.R2>([3, 2]), rng(1).normal<tf.Rank.R3>([2, 3, 2])];
  const ofTaken = tf.grad((x) =>
    takePlaces(x as tf.Tensor2D, orders)
      .mul(y)
      .sum(),
  );
  expectClose(ofTaken(x), joinPlaces(y, orders.map(inverseOf)), { tolerance: 1e-6 });
  const ofJoined = tf.grad((y) =>
    joinPlaces(y as tf.Tensor3D, orders)
      .mul(x)
      .sum(),
  );
  expectClose(ofJoined(y), takePlaces(x, orders.map(inverseOf)), { tolerance: 1e-6 });
});
