import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { type MlpOptions, mlp } from './mlp.ts';

const build = (options: Partial<MlpOptions> = {}) =>
  mlp({ inputs: 2, outputs: 3, hidden: [4, 4], rng: rng(0), ...options });
const x = () =>
  tf.tensor2d([
    [0.5, -1],
    [2, 0.3],
  ]);

/** Gives every weight a value, since the last layer starts at zero. */
const stir = (network: ReturnType<typeof build>) => {
  drawWeights(network, rng(7));
  return network;
};
const weights = (network: ReturnType<typeof build>) =>
  Object.fromEntries([...variablesOf(network)].map(([path, variable]) => [path, variable.arraySync()])) as Record<
    string,
    never
  >;
const affine = (row: number[], kernel: number[][], bias: number[]) =>
  bias.map((b, j) => row.reduce((sum, value, i) => sum + value * (kernel[i]?.[j] as number), b));
const add = (a: number[], b: number[]) => a.map((value, i) => value + (b[i] as number));

test('an mlp starts at zero, so that a flow starts as the identity, unless told otherwise', () => {
  expect([...build().apply(x()).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...build({ start: 'uniform' }).apply(x()).dataSync()]).not.toContain(0);
});

test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('an mlp with context is its equations in float64 (residual: %s, direct: %s)', (residual, direct) => {
  const network = stir(build({ residual, direct, context: 1, activation: 'tanh' }));
  const w = weights(network);
  const layer = (name: string, row: number[]) => affine(row, w[`${name}.kernel`] as never, w[`${name}.bias`] as never);
  const φ = (row: number[]) => row.map(Math.tanh);
  const expected = (row: number[], context: number[]) => {
    const h1 = add(layer('hidden0', row), layer('context0', context));
    const next = add(layer('hidden1', φ(h1)), layer('context1', context));
    const output = layer('output', φ(residual ? add(h1, layer('residual0', φ(next))) : next));
    return direct ? add(output, layer('direct', row)) : output;
  };
  const context = tf.tensor2d([[0.2], [-0.7]]);
  const actual = tf.tidy(() => network.apply(x(), { context }).arraySync());
  for (const [i, row] of x().arraySync().entries()) {
    for (const [j, value] of expected(row, context.arraySync()[i] as number[]).entries())
      expect(actual[i]?.[j]).toBeCloseTo(value, 4);
  }
  network.dispose();
});

test('one row of context serves every row', () => {
  const network = stir(build({ context: 1 }));
  tf.tidy(() => {
    const one = network.apply(x(), { context: tf.tensor2d([[0.3]]) });
    const each = network.apply(x(), { context: tf.tensor2d([[0.3], [0.3]]) });
    expect(one.arraySync()).toEqual(each.arraySync());
  });
});

test('the same seed makes the same weights, and every layer has its own', () => {
  expect(weights(build())).toEqual(weights(build()));
  expect(weights(build())).not.toEqual(weights(build({ rng: rng(1) })));
  const { 'hidden0.bias': first, 'hidden1.bias': second } = weights(build());
  expect(first).not.toEqual(second);
});

test('what does not fit is said with its cure', () => {
  expect(() => build({ hidden: [] })).toThrow('mlp: expected hidden to list the widths of at least one layer, got []');
  expect(() => build({ hidden: [3, 2.5] })).toThrow('hidden[1]');
  expect(() => build({ hidden: [3, 4], residual: true })).toThrow('one width');
  expect(() => build().apply(tf.zeros([2, 3]))).toThrow('Mlp.apply: expected x of shape [batch, 2], got [2, 3]');
  expect(() => build().apply(x(), { context: tf.zeros([2, 5]) })).toThrow('build the model with the option context: 5');
  expect(() => build({ context: 5 }).apply(x(), { context: tf.zeros([3, 5]) })).toThrow(
    'expected context of shape [1 or batch, 5], batch 2, got [3, 5]',
  );
  expect(() => build({ context: 5 }).apply(x())).toThrow(
    'expected context of shape [1 or batch, 5], batch 2, got none',
  );
});
