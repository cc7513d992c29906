import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Value } from '../graph.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape, transpose } from './layout.ts';
import { type Paddings, pad, sliceFrom } from './slices.ts';

type One = { readonly x: Value };

/** Blocks of neighbours become channels of one: `[batch, h b, w b, c]` from `[batch, h, w, b b c]`. */
const depthToSpace: Emit<One, tf.DepthToSpaceAttrs> = (graph, { x }, { blockSize }) => {
  const [batch, height, width, depth] = x.shape as readonly [number, number, number, number];
  const channels = depth / blockSize ** 2;
  const parted = reshape(graph, x, [batch, height, width, blockSize, blockSize, channels]);
  const sorted = transpose(graph, parted, [0, 1, 3, 2, 4, 5]);
  return reshape(graph, sorted, [batch, height * blockSize, width * blockSize, channels]);
};

/** Elements of a block, at the same place in every block, become one image of the batch. */
const spaceToBatch: Emit<One, { blockShape: number[]; paddings: Paddings }> = (
  graph,
  { x },
  { blockShape, paddings },
) => {
  const { getReshaped, getPermuted, getReshapedPermuted } = tf.backend_util;
  const block = sizeOf(blockShape);
  const none = (axes: Shape) => axes.map((): [number, number] => [0, 0]);
  const padded = pad(graph, x, [[0, 0], ...paddings, ...none(x.shape.slice(1 + blockShape.length))]);
  const parted = reshape(graph, padded, getReshaped([...padded.shape], blockShape, block, false));
  const sorted = transpose(graph, parted, getPermuted(parted.shape.length, blockShape.length, false));
  return reshape(graph, sorted, getReshapedPermuted([...padded.shape], blockShape, block, false));
};

const batchToSpace: Emit<One, tf.BatchToSpaceNDAttrs> = (graph, { x }, { blockShape, crops }) => {
  const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } = tf.backend_util;
  const block = sizeOf(blockShape);
  const parted = reshape(graph, x, getReshaped([...x.shape], blockShape, block));
  const sorted = transpose(graph, parted, getPermuted(parted.shape.length, blockShape.length));
  const whole = getReshapedPermuted([...x.shape], blockShape, block);
  const begin = getSliceBeginCoords(crops, blockShape.length);
  return sliceFrom(graph, reshape(graph, sorted, whole), begin, getSliceSize(whole, crops, blockShape.length));
};

export const blockKernels = {
  DepthToSpace: depthToSpace,
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
} satisfies Kernels;
