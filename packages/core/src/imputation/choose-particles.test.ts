import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { chooseParticles } from './choose-particles.ts';

test('a particle is chosen as often as its share of the weights', () => {
  const weights = [0.5, 0.3, 0.2];
  const rows = 4000;
  tf.tidy(() => {
    // The second half of the rows has its weights times e^-300: only their ratios count.
    const logWeights = tf.tensor2d(
      weights.map((w) => Array.from({ length: rows }, (_, row) => Math.log(w) - (row < rows / 2 ? 0 : 300))),
    );
    const { places, effectiveSampleSize } = chooseParticles(logWeights, rng(0));
    const chosen = Array.from(places.dataSync(), (place, row) => {
      expect(place % rows).toBe(row);
      return Math.floor(place / rows);
    });
    for (const [p, w] of weights.entries()) {
      const share = chosen.filter((particle) => particle === p).length / rows;
      expect(Math.abs(share - w)).toBeLessThan(4 * Math.sqrt((w * (1 - w)) / rows));
    }
    expectClose(effectiveSampleSize.slice(0, 1), [1 / (0.25 + 0.09 + 0.04)]);
    expectClose(effectiveSampleSize.slice(rows - 1), [1 / (0.25 + 0.09 + 0.04)], { tolerance: 1e-4 });
  });
});

test('a weight that is not finite is 0, and where all are the effective sample size is NaN', () => {
  tf.tidy(() => {
    const logWeights = tf.tensor2d([
      [Number.NaN, -Infinity],
      [-5, Number.NaN],
      [-Infinity, -Infinity],
    ]);
    const { places, effectiveSampleSize } = chooseParticles(logWeights, rng(0));
    expect(places.dataSync()[0]).toBe(2);
    expect([...effectiveSampleSize.dataSync()]).toEqual([1, Number.NaN]);
  });
});

test('what it makes on the way is freed', () => {
  const logWeights = tf.zeros<tf.Rank.R2>([3, 2]);
  expectNoLeak(() => tf.dispose(chooseParticles(logWeights, rng(0))));
});
