import { interval, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { logit } from './logit.ts';

const { describeBijector } = laws(core);

describeBijector('logit', () => logit({ lambda: 0.01 }), { eventShape: [3], data: interval(0, 1), anyEvent: true });

const xs = [0, 1e-4, 0.25, 0.5, 0.999, 1];

test.each([1e-6, 0.05])('z = logit(λ + (1 - 2λ) x) up to the ends of [0, 1], where λ = %d', (lambda) => {
  const { value, logDet } = logit({ lambda }).inverse(tf.tensor2d(xs, [6, 1]));
  for (const [i, x] of xs.entries()) {
    const y = lambda + (1 - 2 * lambda) * Math.fround(x);
    const oneMinusY = lambda + (1 - 2 * lambda) * (1 - Math.fround(x));
    const z = Math.log(y / oneMinusY);
    expect(Math.abs((value.dataSync()[i] as number) - z)).toBeLessThan(2e-5 * (1 + Math.abs(z)));
    const expected = Math.log((1 - 2 * lambda) / (y * oneMinusY));
    expect(Math.abs((logDet.dataSync()[i] as number) - expected)).toBeLessThan(2e-5 * (1 + Math.abs(expected)));
  }
});

test('forward brings every x back, with the log-determinant of inverse negated', () => {
  const x = tf.tensor2d(xs, [3, 2]);
  const f = logit({ lambda: 0.01 });
  const there = f.inverse(x);
  const back = f.forward(there.value);
  expect(back.value.sub(x).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect(back.logDet.add(there.logDet).abs().max().dataSync()[0]).toBeLessThan(1e-4);
});

test('forward and its gradient are finite far from the data', () => {
  const gradient = tf.grad((z) => logit().forward(z).logDet.sum());
  const z = tf.tensor2d([[-500, 500]]);
  expect([...gradient(z).dataSync()]).toEqual([1, -1]);
  expect(logit().forward(z).logDet.dataSync()[0]).toBeCloseTo(-1000, 2);
});

test.each([-0.1, 0.5, Number.NaN, '0'])('λ = %s is refused', (lambda) => {
  expect(() => logit({ lambda: lambda as number })).toThrow('logit: expected lambda to be a number in [0, 0.5)');
});
