import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { diagonals } from './diagonals.ts';
import { skew } from './skew.ts';
import { joinPlaces, takePlaces } from './take-places.ts';

const sizes = [
  [3, 5],
  [5, 3],
  [1, 4],
  [4, 1],
] as const;

test.each(sizes)('of %i by %i, they are the columns of the skewed image where it is an image', (height, width) => {
  const { rows, toDiagonals } = diagonals(height, width);
  const x = rng(0).normal<tf.Rank.R4>([1, height, width, 1]);
  for (const [lstm, image] of [x, x.reverse<tf.Tensor4D>(2)].entries()) {
    const columns = tf.split(skew(image), height + width - 1, 2);
    const expected = columns.map((column, d) => {
      const [from, to] = rows[d] as readonly [number, number];
      return column.slice([0, from, 0, 0], [1, to - from, 1, 1]).reshape([to - from]);
    });
    const taken = takePlaces(x.reshape([height * width, 1]), toDiagonals)
      .slice(lstm, 1)
      .reshape([-1]);
    expectClose(taken, tf.concat(expected), { tolerance: 0 });
  }
});

test.each(sizes)('of %i by %i, what comes from the right returns one row further down', (height, width) => {
  const { toDiagonals, toPlaces } = diagonals(height, width);
  const x = rng(0).normal<tf.Rank.R2>([height * width, 2]);
  const shifted = x.reshape([height, width * 2]).pad([
    [1, 0],
    [0, 0],
  ]);
  const expected = x.add(shifted.slice([0, 0], [height, -1]).reshape(x.shape));
  expectClose(joinPlaces(takePlaces(x, toDiagonals), toPlaces), expected, { tolerance: 0 });
});

test('gradients of both are those of a gather and of a sum', () => {
  const { toDiagonals, toPlaces } = diagonals(3, 2);
  const x = rng(1).normal<tf.Rank.R2>([6, 2]);
  const [ofTaken, ofJoined] = [rng(2).normal([2, 6, 2]), rng(3).normal([6, 2])];
  const taken = tf.grad((x) =>
    takePlaces(x as tf.Tensor2D, toDiagonals)
      .mul(ofTaken)
      .sum(),
  )(x);
  const matrices = (orders: readonly (readonly number[])[]) =>
    orders.map((order) => tf.tensor2d(order.map((from) => [...Array(6).keys()].map((i) => Number(i === from)))));
  const [left, right] = matrices(toDiagonals) as [tf.Tensor2D, tf.Tensor2D];
  const [first, second] = tf.unstack(ofTaken) as [tf.Tensor2D, tf.Tensor2D];
  expectClose(taken, left.transpose().matMul(first).add(right.transpose().matMul(second)));
  const joined = tf.grad((y) =>
    joinPlaces(y as tf.Tensor3D, toPlaces)
      .mul(ofJoined)
      .sum(),
  )(ofTaken);
  expectClose(joined, tf.stack(matrices(toPlaces).map((matrix) => matrix.transpose().matMul(ofJoined))));
  expect(joined.shape).toEqual([2, 6, 2]);
});
