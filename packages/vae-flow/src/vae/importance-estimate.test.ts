import { rng } from '@flows/core';
import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { importanceEstimate } from './importance-estimate.ts';

const draws = rng('weights').normal<tf.Rank.R2>([60, 2]);

/** Hands out the rows of `draws`, and remembers how many at a time. */
function handed() {
  const counts: number[] = [];
  const logWeights = (count: number) => {
    const from = counts.reduce((sum, value) => sum + value, 0);
    counts.push(count);
    return draws.slice([from, 0], [count, 2]);
  };
  return { counts, logWeights };
}

test('it is the log of the mean of the weights, and the error that their variance gives it', () => {
  const { logProb, standardError } = importanceEstimate(handed().logWeights, { samples: 60, size: 2 });
  for (const row of [0, 1]) {
    const w = draws.arraySync().map((logW) => Math.exp(logW[row] as number));
    const mean = w.reduce((sum, value) => sum + value / 60, 0);
    const variance = w.reduce((sum, value) => sum + (value - mean) ** 2 / 59, 0);
    expect(logProb.dataSync()[row]).toBeCloseTo(Math.log(mean), 5);
    expect(standardError.dataSync()[row]).toBeCloseTo(Math.sqrt(variance / 60) / mean, 4);
  }
});

test('samples of many numbers come in chunks, of which the result knows nothing', () => {
  const { counts, logWeights } = handed();
  const chunked = importanceEstimate(logWeights, { samples: 60, size: 2 ** 18 });
  expect(counts).toEqual([15, 15, 15, 15]);
  const whole = importanceEstimate(handed().logWeights, { samples: 60, size: 2 });
  for (const name of ['logProb', 'standardError'] as const) {
    expect([...chunked[name].dataSync()]).toEqual([...whole[name].dataSync()].map((value) => expect.closeTo(value, 5)));
  }
});

test('weights far below what float32 holds have the error of those near 1, in one chunk or many', () => {
  const far = draws.sub(5000) as tf.Tensor2D;
  // Near 1 again, less the digits that float32 has no place for at -5000.
  const near = importanceEstimate(() => far.add(5000) as tf.Tensor2D, { samples: 60, size: 2 });
  const mean = near.logProb.sub(5000).dataSync();
  for (const size of [2, 2 ** 18]) {
    let from = 0;
    const handOut = (count: number) => {
      from += count;
      return far.slice([from - count, 0], [count, 2]);
    };
    const { logProb, standardError } = importanceEstimate(handOut, { samples: 60, size });
    expect([...logProb.dataSync()]).toEqual([...mean].map((value) => expect.closeTo(value, 3)));
    expect([...standardError.dataSync()]).toEqual([...near.standardError.dataSync()].map((s) => expect.closeTo(s, 6)));
  }
});

test('one sample says nothing of its error', () => {
  const { logProb, standardError } = importanceEstimate(() => tf.tensor2d([[-3, 0]]), { samples: 1, size: 2 });
  expect([...logProb.dataSync()]).toEqual([-3, 0]);
  expect([...standardError.dataSync()]).toEqual([Number.NaN, Number.NaN]);
});

test('weights of 0 count, and where all are 0 so is the mean; equal ones have no error', () => {
  const logW = tf.tensor2d([
    [-Infinity, -Infinity, -7],
    [0, -Infinity, -7],
  ]);
  for (const size of [3, 2 ** 22]) {
    let row = 0;
    const handOut = (count: number) => {
      row += count;
      return logW.slice([row - count, 0], [count, 3]);
    };
    const { logProb, standardError } = importanceEstimate(handOut, { samples: 2, size });
    expect([...logProb.dataSync()]).toEqual([expect.closeTo(-Math.log(2), 6), -Infinity, -7]);
    // w = 0 and 1: a mean of 1/2, and a variance of 1/2 of which two samples leave 1/4.
    expect([...standardError.dataSync()]).toEqual([expect.closeTo(1, 6), Number.NaN, 0]);
  }
});

test('within a tidy it leaves its two results alone', () => {
  expectNoLeak(() => {
    const { logProb, standardError } = tf.tidy(() => importanceEstimate(handed().logWeights, { samples: 7, size: 2 }));
    tf.dispose([logProb, standardError]);
  });
});
