import { rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { gatedPixelCnnLayers, gatedPixelCnnParts } from './gated-pixel-cnn-layers.ts';

const sizes = {
  ...{ shape: [4, 4, 3] as const, inputs: 1, parameters: 2, groups: 3, units: 6, layers: 2 },
  ...{ filter: 3, firstFilter: 5, head: 6 },
};
const make = (context?: number) => gatedPixelCnnLayers({ ...sizes, ...(context && { context }) }, rng('layers'));
/** The share of zeros in a matrix. */
const zerosOf = (weights: tf.Tensor) => weights.equal(0).mean().dataSync()[0] as number;

test('no two layers start with the same weights', () => {
  const starts = Object.values(gatedPixelCnnParts(make(2))).flatMap(({ parts }) => Object.values(parts));
  const largest = starts.map((variable) => tf.max(tf.abs(variable as tf.Variable)).dataSync()[0] as number);
  const drawn = largest.filter((value) => value > 0);
  expect(new Set(drawn).size).toBe(drawn.length);
  // Those of the outputs start at 0: weights and biases.
  expect(largest.length - drawn.length).toBe(2);
});

test('what is of the place itself is masked by groups in h, and not where s comes in', () => {
  const { link, out, horizontal } = make().layers[0] as ReturnType<typeof make>['layers'][number];
  expect(zerosOf(link.rowMatrix())).toBe(0);
  // Of nine pairs of groups three are of a later to an earlier one.
  expect(zerosOf(out.rowMatrix())).toBeCloseTo(1 / 3, 6);
  const [left, own] = tf.split(horizontal.rowMatrix(), 2, 0) as [tf.Tensor, tf.Tensor];
  expect(zerosOf(left)).toBe(0);
  expect(zerosOf(own)).toBeCloseTo(1 / 3, 6);
});

test('parts are numbered by their layers, the sum of both stacks being 0', () => {
  expect(Object.keys(gatedPixelCnnParts(make()))).toEqual([
    ...['vertical0', 'horizontal0'],
    ...['vertical1', 'horizontal1', 'link1', 'out1', 'vertical2', 'horizontal2', 'link2', 'out2'],
    ...['head0', 'head1'],
  ]);
  const ofContext = Object.keys(gatedPixelCnnParts(make(2))).filter((name) => name.includes('Context'));
  expect(ofContext).toEqual(['verticalContext1', 'horizontalContext1', 'verticalContext2', 'horizontalContext2']);
});
