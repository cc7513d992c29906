import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { ConfigError, ShapeError } from '@flows/core';
import { expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type ChannelPriorOptions, channelPrior } from './channel-prior.ts';
import { kinds } from './kinds.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

describeBijector('channelPrior of images', () => channelPrior({ channels: 3 }), { eventShape: [2, 3, 3] });
describeBijector('channelPrior of images, of classes', () => channelPrior({ channels: 2, context: 3 }), {
  eventShape: [2, 2, 2],
  context: 3,
});
describeBijector('channelPrior of vectors', () => channelPrior({ channels: 4, context: 2, scale: 'softplus' }), {
  eventShape: [4],
  context: 2,
});

const make = (options: Partial<ChannelPriorOptions> = {}) => channelPrior({ channels: 2, ...options });

test('it starts as the identity, whatever the class', () => {
  const x = core.rng(0).normal<tf.Rank.R4>([3, 2, 2, 2]);
  const { value, logDet } = make({ context: 3 }).inverse(x, { context: tf.eye(3) });
  expectClose(value, x, { tolerance: 0 });
  expectClose(logDet, [0, 0, 0], { tolerance: 0 });
});

test('each class has a mean and a deviation a channel: x = μ + σ ⊙ z', () => {
  const layer = make({ context: 2, scale: { logScale: (a) => a.clone() } });
  const { bias, kernel } = layer.parts as { [name: string]: tf.Variable };
  bias?.assign(tf.tensor1d([1, 2, 0, 0]));
  kernel?.assign(
    tf.tensor2d([
      [10, 20, 0, 0],
      [0, 0, Math.log(2), Math.log(3)],
    ]),
  );
  const { value, logDet } = layer.forward(tf.ones([2, 1, 2, 2]), { context: tf.eye(2) });
  expectClose(value, [12, 23, 12, 23, 3, 5, 3, 5], { tolerance: 1e-6 });
  expectClose(logDet, [0, 2 * Math.log(6)], { tolerance: 1e-6 });
});

test('without a context it takes no notice of one, with one it needs it, and of its width', () => {
  const z = tf.ones([2, 1, 1, 2]);
  expect(() => make().forward(z, { context: tf.eye(2) })).not.toThrow();
  expect(() => make({ context: 3 }).forward(z)).toThrow(ShapeError);
  expect(() => make({ context: 3 }).forward(z)).toThrow(
    'channelPrior.forward: expected context of shape [1 or batch, 3], batch 2, got none',
  );
  expect(() => make({ context: 3 }).inverse(z, { context: tf.zeros([2, 1, 1, 3]) })).toThrow('got [2, 1, 1, 3]');
});

test.each([
  [{ channels: 0 }, 'channels'],
  [{ context: 0 }, 'context'],
  [{ scale: 'cubic' }, 'scale'],
])('options %j are refused', (options, message) => {
  expect(() => make(options as never)).toThrow(ConfigError);
  expect(() => make(options as never)).toThrow(message);
});
