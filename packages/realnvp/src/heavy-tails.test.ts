import { onnxEngine } from '@flows/compile';
import * as core from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { realNvp } from './real-nvp.ts';

/** Student's t with 2 degrees of freedom, z √(2 / χ²₂) for independent elements: its variance is infinite. */
const studentT = (rng: core.Rng, shape: [number, number]): tf.Tensor2D =>
  rng.normal<tf.Rank.R2>(shape).div(rng.uniform<tf.Rank.R2>(shape).log().neg().sqrt()) as tf.Tensor2D;

test('32 couplings train for 2,000 steps on heavy tails that nothing standardised, none of which is skipped', async () => {
  const data = studentT(core.rng(0), [20_000, 19]);
  const model = realNvp({ dims: 19, layers: 32, hidden: [64, 64], rng: core.rng(1) });
  const losses: number[] = [];
  const { skipped, curve } = await core.fit(model, data, {
    rng: core.rng(2),
    steps: 2000,
    batchSize: 128,
    optimizer: { rate: 1e-3 },
    engine: onnxEngine(),
    onProgress: ({ loss }) => losses.push(loss),
  });
  expect(skipped).toBe(0);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(curve.at(-1)?.train).toBeLessThan(losses[0] as number);
}, 120_000);
