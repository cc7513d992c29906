import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type ScaleConfig, scale } from './scale.ts';

const at = [-1e4, -50, -2, -0.1, 0, 0.1, 2, 50, 1e4];
const sigma = (option: Parameters<typeof scale>[0]) =>
  tf.tidy(() => [
    ...scale(option)
      .logScale(tf.tensor2d([at]))
      .exp()
      .dataSync(),
  ]);

test.each(['exp', 'tanh', 'sigmoid', 'softplus'] as const)(
  '%s grows with a, is 1 at 0, and stays positive and finite',
  (kind) => {
    const values = sigma(kind);
    expect(values[4]).toBeCloseTo(1, 6);
    expect(
      values.every(
        (value, i) => value > 0 && Number.isFinite(value) && (i === 0 || value >= (values[i - 1] as number)),
      ),
    ).toBe(true);
  },
);

test.each([
  [{ kind: 'exp', bound: 2 }, Math.exp(-2), Math.exp(2)],
  [{ kind: 'tanh', bound: 3 }, Math.exp(-3), Math.exp(3)],
  [{ kind: 'sigmoid', floor: 0.25 }, 0.25, 1.75],
] satisfies [ScaleConfig, number, number][])('%o stays within its range', (config, least, most) => {
  const values = sigma(config);
  expect(values[0]).toBeCloseTo(least, 2);
  expect(values.at(-1)).toBeCloseTo(most, 2);
});

test('each scale is its formula', () => {
  const softplus = (a: number) => Math.log1p(Math.exp(a));
  const a = 0.7;
  const of = (option: ScaleConfig) =>
    tf.tidy(
      () =>
        scale(option)
          .logScale(tf.tensor2d([[a]]))
          .dataSync()[0],
    );
  expect(of({ kind: 'exp', bound: 2 })).toBeCloseTo(a / (1 + a / 2), 6);
  expect(of({ kind: 'tanh', bound: 2 })).toBeCloseTo(2 * Math.tanh(a / 2), 6);
  expect(of({ kind: 'sigmoid', floor: 0.1 })).toBeCloseTo(Math.log(0.1 + 1.8 / (1 + Math.exp(-a))), 6);
  expect(of({ kind: 'softplus', floor: 0.1 })).toBeCloseTo(Math.log(0.1 + softplus(a + Math.log(Math.expm1(0.9)))), 6);
});

test("a scale of one's own is used as it is", () => {
  expect(sigma({ logScale: (a) => a.mul(0).add(Math.LN2) })[0]).toBeCloseTo(2, 6);
});

test('a scale that does not exist, or a bound out of range, is a ConfigError that says what is allowed', () => {
  expect(() => scale('cube' as 'exp')).toThrow(
    'expected exp, tanh, sigmoid, softplus or an object with logScale, got "cube"',
  );
  expect(() => scale({ kind: 'exp', bound: 0 })).toThrow('bound');
  expect(() => scale({ kind: 'sigmoid', floor: 1 })).toThrow('floor');
});
