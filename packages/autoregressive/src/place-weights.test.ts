import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { joined, placeWeights } from './place-weights.ts';

const places = [0, 1, 2].map((p) => rng(`place ${p}`).normal([3, 4]) as tf.Tensor2D);
const row = (taps: number, outputs: number) => rng('row').normal<tf.Rank.R2>([4 * taps, outputs]);
/** The weights of one tap, `[4, outputs]`. */
const tap = (weights: tf.Tensor2D, t: number) => weights.slice(4 * t, 4);

describe('a filter of five columns and one group', () => {
  const weights = row(3, 2);
  const { ofLeft, ofOwn, ofGroup } = placeWeights(weights, {
    ...{ inputs: 4, outputs: 2, groups: 1, gates: 1, mask: 'B', columns: 5 },
  });

  test('reads the two nearest places on its left, the nearest by the last tap before its own', () => {
    const [, second, third] = places as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const expected = second.matMul(tap(weights, 0)).add(third.matMul(tap(weights, 1)));
    expectClose(ofLeft(places) as tf.Tensor, expected, { tolerance: 1e-6 });
  });

  test('at the left edge reads those that there are', () => {
    const [first] = places as [tf.Tensor2D];
    expect(ofLeft([])).toBeUndefined();
    expectClose(ofLeft([first]) as tf.Tensor, first.matMul(tap(weights, 1)), { tolerance: 1e-6 });
  });

  test('reads itself by the last tap, and has all outputs in the one group', () => {
    const [first] = places as [tf.Tensor2D];
    expectClose(ofOwn(0, [first]) as tf.Tensor, first.matMul(tap(weights, 2)), { tolerance: 1e-6 });
    expect(ofGroup(first, 0)).toBe(first);
  });
});

describe('two groups of outputs in two gates', () => {
  const sizes = { inputs: 4, outputs: 8, groups: 2, gates: 2 } as const;

  test('a group has its outputs of every gate', () => {
    const { ofGroup } = placeWeights(row(1, 8), { ...sizes, mask: 'B', columns: 1 });
    expect([...ofGroup(tf.range(0, 8), 1).dataSync()]).toEqual([2, 3, 6, 7]);
    expect(ofGroup(tf.tensor2d([[0, 1, 2, 3, 4, 5, 6, 7]]), 0).arraySync()).toEqual([[0, 1, 4, 5]]);
  });

  test.each(['A', 'B'] as const)('under mask %s a group reads the groups before it, under B its own too', (mask) => {
    const weights = row(1, 8);
    const { ofOwn } = placeWeights(weights, { ...sizes, mask, columns: 1 });
    const own = tf.split(places[0] as tf.Tensor2D, 2, 1) as tf.Tensor2D[];
    [
      [0, 1, 4, 5],
      [2, 3, 6, 7],
    ].forEach((outputs, group) => {
      const count = mask === 'A' ? group : group + 1;
      if (count === 0) {
        expect(ofOwn(group, own)).toBeUndefined();
        return;
      }
      const columns = tap(weights, 0)
        .slice([0, 0], [2 * count, -1])
        .gather(outputs, 1);
      const expected = joined(own.slice(0, count)).matMul(columns as tf.Tensor2D);
      expectClose(ofOwn(group, own) as tf.Tensor, expected, { tolerance: 1e-6 });
    });
  });
});

test('where mask A leaves nothing of a row there are no weights', () => {
  const sizes = { inputs: 4, outputs: 2, groups: 1, gates: 1, mask: 'A', columns: 1 } as const;
  const { ofLeft, ofOwn } = placeWeights(undefined, sizes);
  expect([ofLeft(places), ofOwn(0, [])]).toEqual([undefined, undefined]);
});
