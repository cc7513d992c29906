import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { test } from 'vitest';
import { type DrawnCase, expectAlways, size } from './fixtures/drawn-cases.ts';
import { given, uniform, wholes } from './fixtures/kernel-law.ts';

const shape = fc.array(size, { maxLength: 5 });
const shapeOfAxes = fc.array(size, { minLength: 1, maxLength: 5 });

/**
 * Shapes that broadcast: of each, some of the leading axes are left out, and others are of size 1. They have no more
 * axes than tfjs's gradient of repetition knows.
 */
const broadcasting = (count: number) =>
  fc
    .tuple(
      fc.array(size, { maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(2), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })), {
        minLength: count,
        maxLength: count,
      }),
    )
    .map(([whole, ways]) =>
      ways.map(([missing, ones]) =>
        whole.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(missing, whole.length)),
      ),
    );

/** A shape, and for each of its axes a number that `of` draws of the size. */
const withAxes = <T>(of: (size: number) => fc.Arbitrary<T>) =>
  shapeOfAxes.chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map(of))));

const families: readonly (readonly [name: string, cases: fc.Arbitrary<DrawnCase>])[] = [
  [
    'functions of one number',
    shape.map((shape) => ({
      op: (x: tf.Tensor) => [tf.tanh(x), tf.softplus(x).mul(tf.relu(x)), tf.exp(tf.neg(x)).square()],
      inputs: given([shape]),
    })),
  ],
  [
    'functions of two numbers, broadcast',
    broadcasting(2).map((shapes) => ({
      op: (a: tf.Tensor, b: tf.Tensor) => [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.div(a, b)],
      inputs: given(shapes, uniform(0.5, 2)),
    })),
  ],
  [
    'choices of two numbers, broadcast',
    broadcasting(3).map(([condition, a, b]) => ({
      op: (condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.where(condition, a, b),
      inputs: [
        { shape: condition as number[], dtype: 'bool', draw: wholes(0, 2) },
        { shape: a as number[] },
        { shape: b as number[] },
      ],
    })),
  ],
  [
    'expressions in which what is repeated goes on',
    broadcasting(2).map((shapes) => ({
      op: (a: tf.Tensor, b: tf.Tensor) => {
        const repeated = tf.broadcastTo(a, tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape));
        return [tf.exp(repeated).mul(b), repeated.sum(), tf.onesLike(repeated).add(b)];
      },
      inputs: given(shapes),
    })),
  ],
  [
    'reductions',
    fc
      .tuple(
        withAxes(() => fc.boolean()),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([[shape, taken], keepDims, negative]) => {
        const axes = shape.flatMap((_, i) => (taken[i] ? [negative ? i - shape.length : i] : []));
        return {
          op: (x: tf.Tensor) => [tf.sum(x, axes, keepDims), tf.mean(x, axes, keepDims), tf.max(x, axes, keepDims)],
          inputs: given([shape]),
        };
      }),
  ],
  [
    'transposes, and other shapes of the same elements',
    shapeOfAxes
      .chain((shape) =>
        fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })),
      )
      .map(([shape, perm]) => ({
        op: (x: tf.Tensor) => [
          tf.transpose(x, perm),
          x
            .reshape([-1, shape[0] as number])
            .exp()
            .reshape(shape.toReversed()),
        ],
        inputs: given([shape]),
      })),
  ],
  [
    'slices',
    withAxes((size) =>
      fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const),
    ).map(([shape, cuts]) => ({
      op: (x: tf.Tensor) =>
        tf.slice(
          x,
          cuts.map(([begin]) => begin),
          cuts.map(([, size]) => size),
        ),
      inputs: given([shape]),
    })),
  ],
  [
    'paddings',
    withAxes(() => fc.tuple(fc.nat(2), fc.nat(2))).map(([shape, paddings]) => ({
      op: (x: tf.Tensor) => tf.pad(x, paddings, 0.5),
      inputs: given([shape]),
    })),
  ],
  [
    'parts, and what they make together',
    fc.tuple(shapeOfAxes, fc.nat(4), fc.array(size, { minLength: 2, maxLength: 3 })).map(([shape, at, sizes]) => {
      const axis = at % shape.length;
      const parts = sizes.map((size) => shape.with(axis, size));
      return {
        op: (...x: tf.Tensor[]) => {
          const joined = tf.concat(x, axis);
          return [joined, ...tf.split(joined, sizes, axis).map((part) => part.square())];
        },
        inputs: given(parts),
      };
    }),
  ],
  [
    'gathers',
    fc.tuple(shapeOfAxes, fc.nat(4), fc.integer({ min: 1, max: 5 })).map(([shape, at, count]) => {
      const axis = at % shape.length;
      return {
        op: (x: tf.Tensor, indices: tf.Tensor1D) => tf.gather(x, indices, axis),
        inputs: [{ shape }, { shape: [count], dtype: 'int32', draw: wholes(0, shape[axis] as number) }],
      };
    }),
  ],
  [
    'products of matrices',
    fc
      .tuple(fc.array(size, { maxLength: 2 }), size, size, size, fc.boolean(), fc.boolean())
      .map(([batch, rows, inner, columns, transposeA, transposeB]) => ({
        op: (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB),
        inputs: given([
          [...batch, ...(transposeA ? [inner, rows] : [rows, inner])],
          [...batch, ...(transposeB ? [columns, inner] : [inner, columns])],
        ]),
      })),
  ],
];

test.each(families)('%s, of random shapes', (_, cases) => expectAlways(cases));
