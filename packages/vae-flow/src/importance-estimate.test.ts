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

test('more samples than memory has place for come in chunks, of which the result knows nothing', () => {
  const { counts, logWeights } = handed();
  const chunked = importanceEstimate(logWeights, { samples: 60, size: 2 ** 18 });
  expect(counts).toEqual([15, 15, 15, 15]);
  const whole = importanceEstimate(handed().logWeights, { samples: 60, size: 2 });
  for (const name of ['logProb', 'standardError'] as const) {
    expect([...chunked[name].dataSync()]).toEqual([...whole[name].dataSync()].map((value) => expect.closeTo(value, 5)));
  }
});

test('weights far below what float32 holds are weights like others', () => {
  const far = importanceEstimate((count) => draws.slice([0, 0], [count, 2]).sub(5000), { samples: 60, size: 2 });
  const near = importanceEstimate(handed().logWeights, { samples: 60, size: 2 });
  expect([...far.logProb.add(5000).dataSync()]).toEqual(
    [...near.logProb.dataSync()].map((value) => expect.closeTo(value, 2)),
  );
});

test('within a tidy it leaves its two results alone', () => {
  expectNoLeak(() => {
    const { logProb, standardError } = tf.tidy(() => importanceEstimate(handed().logWeights, { samples: 7, size: 2 }));
    tf.dispose([logProb, standardError]);
  });
});
