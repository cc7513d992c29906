import { ConfigError, countParameters, rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { factorsOf, luMatrix } from './lu-matrix.ts';
import { pivotedLu } from './pivoted-lu.ts';
import { randomOrthogonal } from './random-orthogonal.ts';

const rotation = (c: number) => {
  const Q = randomOrthogonal(c, rng(c));
  const { factors, ...fixed } = factorsOf(pivotedLu('test', Q, c));
  return { Q, W: luMatrix(c, fixed, factors) };
};

test.each([1, 2, 5, 48])('a rotation of %i channels is its factors, its inverse its transpose, of log|det| 0', (c) => {
  const { Q, W } = rotation(c);
  const [{ matrix, logDet }, inverse] = [W.matrix(), W.inverse()];
  expectClose(matrix, tf.tensor2d(Float32Array.from(Q), [c, c]), { tolerance: 1e-5 });
  expectClose(inverse.matrix, matrix.transpose(), { tolerance: 1e-4 });
  expectClose([...logDet.dataSync(), ...inverse.logDet.dataSync()], [0, 0], { tolerance: 1e-5 });
});

test('it has as many weights as a plain matrix, all trained', () => {
  const { W } = rotation(4);
  const { grads } = tf.variableGrads(() => {
    const { matrix, logDet } = W.matrix();
    return matrix
      .mul(rng(0).normal([4, 4]))
      .sum()
      .add(logDet)
      .asScalar();
  });
  expect(
    Object.values(grads)
      .flatMap((gradient) => [...gradient.dataSync()])
      .every((value) => value !== 0),
  ).toBe(true);
  expect(countParameters({ config: { kind: 'W' }, parts: W.parts, dispose: () => {} })).toBe(16);
});

test('without a start it is P diag(sign(s))', () => {
  const W = luMatrix(3, { permutation: [2, 0, 1], signs: [1, -1, 1] });
  expect(W.matrix().matrix.arraySync()).toEqual([
    [0, 0, 1],
    [1, 0, 0],
    [0, -1, 0],
  ]);
});

test('nothing leaks', () => {
  const { W } = rotation(3);
  expectNoLeak(() => tf.dispose([W.matrix(), W.inverse()] as unknown as tf.TensorContainer));
});

test.each([
  [{ permutation: [0, 1], signs: [1, 1, 1] }, 'permutation to hold each whole number below 3 once, got [0,1]'],
  [{ permutation: [0, 0, 1], signs: [1, 1, 1] }, 'permutation'],
  [{ permutation: 'none', signs: [1, 1, 1] }, 'permutation to be a list'],
  [{ permutation: [0, 1, 2], signs: [1, 0, 1] }, 'signs to be 3 numbers 1 or -1, got [1,0,1]'],
])('%j is refused', (fixed, message) => {
  expect(() => luMatrix(3, fixed as never)).toThrow(ConfigError);
  expect(() => luMatrix(3, fixed as never)).toThrow(message);
});
