import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { stateless } from '../trainable.ts';
import { chain } from './chain.ts';

const { describeBijector } = laws(core);

describeBijector(
  'chain',
  () =>
    chain<tf.Tensor, tf.Tensor>(
      core.affine({ eventShape: [3] }),
      core.permute({ order: [1, 2, 0] }) as Bijector,
      core.batchNorm({ dims: 3 }) as Bijector,
    ),
  { eventShape: [3] },
);

/** x = scale · z + shift. */
const line = (scale: number, shift: number) => ({
  ...stateless({ kind: 'line', scale, shift }),
  forward: (z: tf.Tensor2D) =>
    mapped(() => ({
      value: z.mul(scale).add(shift) as tf.Tensor2D,
      logDet: constantLogDet(z, 2 * Math.log(Math.abs(scale))),
    })),
  inverse: (x: tf.Tensor2D) =>
    mapped(() => ({
      value: x.sub(shift).div(scale) as tf.Tensor2D,
      logDet: constantLogDet(x, -2 * Math.log(Math.abs(scale))),
    })),
});

const z = () => tf.tensor2d([[1, 2]]);

test('chain(a, b).forward applies a, then b, and adds their log-determinants', () => {
  const { value, logDet } = chain<tf.Tensor2D>(line(2, 0), line(1, 3)).forward(z());
  expect([...value.dataSync()]).toEqual([5, 7]);
  expect(logDet.dataSync()[0]).toBeCloseTo(2 * Math.log(2), 6);
});

test('inverse undoes forward, and its log-determinant cancels', () => {
  const f = chain<tf.Tensor2D>(line(2, 0.5), line(-3, 1), line(0.25, 3));
  const there = f.forward(z());
  const back = f.inverse(there.value);
  expect(back.value.dataSync()[0]).toBeCloseTo(1, 5);
  expect(back.value.dataSync()[1]).toBeCloseTo(2, 5);
  expect(there.logDet.add(back.logDet).dataSync()[0]).toBeCloseTo(0, 6);
});

test('initialize and recalibrate go from data to latent, each bijector meeting what those above make of the batch', () => {
  const order: [string, number[]][] = [];
  const noted = (name: string, bijector: ReturnType<typeof line>): Bijector<tf.Tensor2D> => ({
    ...bijector,
    ...{ initialize: (x: tf.Tensor2D) => order.push([name, [...x.dataSync()]]) },
    ...{ recalibrate: ([batch]: [{ x: tf.Tensor2D }]) => order.push([name, [...batch.x.dataSync()]]) },
  });
  const f = chain<tf.Tensor2D>(noted('first', line(1, 1)), line(2, 0), noted('last', line(4, 0)));
  const x = tf.tensor2d([[8, 16]]);
  const before = tf.memory().numTensors;
  f.initialize(x, { rng: rng(0) });
  f.recalibrate([{ x }]);
  expect(order).toEqual([
    ['last', [8, 16]],
    ['first', [1, 2]],
    ['last', [8, 16]],
    ['first', [1, 2]],
  ]);
  expect(tf.memory().numTensors).toBe(before);
  expect(x.isDisposed).toBe(false);
});

test('a chain of nothing, or of what is no bijector, is refused', () => {
  expect(() => chain()).toThrow(ConfigError);
  expect(() => chain(stateless({ kind: 'line' }) as unknown as Bijector)).toThrow(
    'bijector 0 to be a bijector, got "line"',
  );
});
