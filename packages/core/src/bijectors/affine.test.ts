import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { countParameters, variablesOf } from '../trainable.ts';
import { affine } from './affine.ts';

const { describeBijector } = laws(core);

describeBijector('affine', () => affine({ eventShape: [3] }), { eventShape: [3] });

test('x = z exp(s) + t in each element, with log-determinant Σ s', () => {
  const f = affine({ eventShape: [2], shift: [1, -1], logScale: [Math.log(2), Math.log(3)] });
  const z = tf.tensor2d([
    [1, 2],
    [0, -1],
  ]);
  const { value: x, logDet } = f.forward(z);
  for (const [i, expected] of [3, 5, 1, -4].entries()) expect(x.dataSync()[i]).toBeCloseTo(expected, 5);
  for (const number of logDet.dataSync()) expect(number).toBeCloseTo(Math.log(6), 6);
  const back = f.inverse(x);
  expect(back.value.sub(z).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect([...back.logDet.add(logDet).dataSync()]).toEqual([0, 0]);
});

test('only what is to be trained is: the diagonal scaling of NICE has no shift', () => {
  const f = affine({ eventShape: [3], trained: ['logScale'] });
  expect(countParameters(f)).toBe(3);
  expect(variablesOf(f).get('shift')?.trainable).toBe(false);
});

test('a gradient of the log-determinant reaches the scale once for each row', () => {
  const f = affine({ eventShape: [2] });
  const { grads } = tf.variableGrads(() => f.forward(tf.zeros([5, 2])).logDet.sum() as tf.Scalar);
  expect([...(grads[variablesOf(f).get('logScale')?.name as string]?.dataSync() ?? [])]).toEqual([5, 5]);
});

test.each([
  [{ eventShape: [2], shift: [1, 2, 3] }, 'shift to be a finite number or a list of 2'],
  [{ eventShape: [2], logScale: Number.NaN }, 'logScale'],
  [{ eventShape: [2], trained: ['scale'] }, 'trained'],
  [{ eventShape: 2 }, 'eventShape'],
])('options %j are refused', (options, message) => {
  expect(() => affine(options as never)).toThrow(ConfigError);
  expect(() => affine(options as never)).toThrow(message);
});
