import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type Graph, sameShape, type Value } from '../graph.ts';
import type { Emit, Kernels } from './kernel.ts';

type One = { readonly x: Value };

/** The same elements in another shape; a number that is repeated stays one. */
export function reshape(graph: Graph, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  if (x.repeats && sizeOf(x.repeats.shape) === 1) return graph.broadcast(reshape(graph, x.repeats, []), shape);
  return graph.node('Reshape', [x, graph.integers(shape)], { shape, dtype: x.dtype });
}

export function transpose(graph: Graph, x: Value, perm: readonly number[]): Value {
  if (perm.every((axis, i) => axis === i)) return x;
  const shape = perm.map((axis) => x.shape[axis] as number);
  return graph.node('Transpose', [x], { shape, dtype: x.dtype }, { attributes: { perm } });
}

const expandDims: Emit<{ input: Value }, tf.ExpandDimsAttrs> = (graph, { input }, { dim }) => {
  const at = dim < 0 ? dim + input.shape.length + 1 : dim;
  return reshape(graph, input, input.shape.toSpliced(at, 0, 1));
};

/** Repeats whole axes; where they are of size 1 it is a broadcast. */
const tile: Emit<One, tf.TileAttrs> = (graph, { x }, { reps }) => {
  const shape = x.shape.map((size, i) => size * (reps[i] as number));
  if (x.shape.every((size, i) => size === 1 || reps[i] === 1)) return graph.broadcast(x, shape);
  return graph.node('Tile', [x, graph.integers(reps)], { shape, dtype: x.dtype });
};

export const layoutKernels = {
  Reshape: (graph, { x }: One, { shape }: tf.ReshapeAttrs) =>
    reshape(graph, x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  ExpandDims: expandDims,
  Transpose: (graph, { x }: One, { perm }: tf.TransposeAttrs) => transpose(graph, x, perm),
  Tile: tile,
} satisfies Kernels;
