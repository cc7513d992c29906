import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { unconditional } from './unconditional.ts';

const { describeBijector } = laws(core);

describeBijector('unconditional', () => unconditional(core.affine({ eventShape: [3] })), { eventShape: [3] });

test('a map that takes no context stands beside one that does', () => {
  const told: core.Given[] = [];
  const listening: core.Bijector = {
    ...core.affine({ eventShape: [2] }),
    forward: (z, given = {}) => {
      told.push(given);
      return core.mapped(() => ({ value: z.clone(), logDet: core.constantLogDet(z, 0) }));
    },
  };
  const context = tf.ones([3, 1]);
  core.chain(unconditional(listening), listening).forward(tf.ones([3, 2]), { context, training: true });
  expect(told).toEqual([{ training: true }, { context, training: true }]);
});

test('what it is made of takes its first values and its statistics from data', () => {
  const norm = core.batchNorm({ dims: 2 });
  const part = unconditional(norm);
  const x = core.rng(0).normal<tf.Rank.R2>([50, 2]).mul<tf.Tensor2D>(3).add<tf.Tensor2D>(1);
  part.recalibrate([{ x, context: tf.ones([50, 1]) }]);
  const z = part.inverse(x).value as tf.Tensor2D;
  expect(tf.tidy(() => Math.sqrt(z.square().mean().dataSync()[0] as number))).toBeCloseTo(1, 2);
});
