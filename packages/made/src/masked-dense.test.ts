import { rng, variablesOf } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { hiddenDegrees } from './degrees.ts';
import { mask } from './mask.ts';
import { maskedDense } from './masked-dense.ts';
import { panelsOf } from './panels.ts';

const layer = () => maskedDense({ from: [1, 2, 3], to: [1, 2, 2], towards: 'hidden', rng: rng(0) });

test('a weight that is masked starts at zero, has no gradient, and is put back to zero', () => {
  const masked = layer();
  const kernel = variablesOf(masked).get('kernel0') as tf.Variable;
  const masks = [
    [1, 1, 1],
    [0, 1, 1],
    [0, 0, 0],
  ];
  const isZero = (rows: number[][]) => rows.map((row) => row.map((value) => (value === 0 ? 0 : 1)));
  expect(isZero(kernel.arraySync() as number[][])).toEqual(masks);
  const x = tf.tensor2d([[1, 2, 3]]);
  const { grads } = tf.variableGrads(() => masked.apply(x).sum().asScalar(), [kernel]);
  expect(isZero(grads[kernel.name]?.arraySync() as number[][])).toEqual(masks);
  const before = masked.apply(x).arraySync();
  kernel.assign(kernel.add(tf.tensor2d(masks.map((row) => row.map((bit) => (bit === 1 ? 0 : 7))))));
  masked.constrain?.();
  expect(masked.apply(x).arraySync()).toEqual(before);
});

test('a large layer in panels is the masked product, with its gradients, and keeps fewer weights', () => {
  const degrees = (width: number) => hiddenDegrees(width, 20, 1);
  const [from, to] = [degrees(400), degrees(300)];
  const masked = maskedDense({ from, to, towards: 'hidden', rng: rng(0) });
  const panels = panelsOf(from, to);
  const kernels = panels.map((_, p) => variablesOf(masked).get(`kernel${p}`) as tf.Variable<tf.Rank.R2>);
  expect(kernels.length).toBe(3);
  expect(kernels.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(0.75 * from.length * to.length);
  tf.tidy(() => {
    const whole = (parts: readonly tf.Tensor[]) =>
      tf.concat(
        parts.map((part, p) =>
          part.pad([
            [0, 0],
            [panels[p]?.first ?? 0, 0],
          ]),
        ),
      );
    const M = tf.tensor2d(mask(from, to, 'hidden'), [from.length, to.length]);
    const bias = variablesOf(masked).get('bias') as tf.Variable<tf.Rank.R1>;
    const [W, x] = [whole(kernels), rng(1).normal<tf.Rank.R2>([5, from.length])];
    const weights = rng(2).normal<tf.Rank.R2>([5, to.length]);
    const plain = (x: tf.Tensor2D, W: tf.Tensor2D) => tf.matMul(x, W.mul(M) as tf.Tensor2D).add(bias) as tf.Tensor2D;
    expectClose(masked.apply(x), plain(x, W as tf.Tensor2D), { tolerance: 1e-5 });
    const { grads } = tf.variableGrads(() => masked.apply(x).mul(weights).sum().asScalar(), kernels);
    const [dx, dW] = tf.grads((x, W) =>
      plain(x as tf.Tensor2D, W as tf.Tensor2D)
        .mul(weights)
        .sum(),
    )([x, W]);
    expectClose(whole(kernels.map(({ name }) => grads[name] as tf.Tensor2D)), dW as tf.Tensor, { tolerance: 1e-5 });
    const dxOfPanels = tf.grad((x) =>
      masked
        .apply(x as tf.Tensor2D)
        .mul(weights)
        .sum(),
    )(x);
    expectClose(dxOfPanels, dx as tf.Tensor, { tolerance: 1e-5 });
  });
  masked.dispose();
});

test("a unit's weights start within ±√(3/n), n the units that it sees", () => {
  const from = Array.from({ length: 100 }, (_, k) => (k < 4 ? 1 : 2));
  const masked = maskedDense({ from, to: [1, 2], towards: 'hidden', rng: rng(0) });
  const columns = tf.transpose(variablesOf(masked).get('kernel0') as tf.Tensor2D).arraySync() as number[][];
  const largest = columns.map((column) => Math.max(...column.map(Math.abs)));
  expect(largest[0]).toBeLessThan(0.87);
  expect(largest[0]).toBeGreaterThan(0.35);
  expect(largest[1]).toBeLessThan(0.174);
  expect(largest[1]).toBeGreaterThan(0.156);
});

test('disposing frees the mask too', () => {
  const before = tf.memory().numTensors;
  layer().dispose();
  expect(tf.memory().numTensors).toBe(before);
});
