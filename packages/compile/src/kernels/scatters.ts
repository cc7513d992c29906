import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { compare, elementwise, number, where } from './elementwise.ts';
import { rowsOf } from './gathers.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { slice } from './slices.ts';

/**
 * A matrix in which `updates` `[n, width]` stand in, or are added to, the rows `[n]`. (`ScatterElements` and not
 * `ScatterND`, of which ONNX does not say what it does where rows meet.)
 */
function scatterRows(graph: Graph, matrix: Value, rows: Value, updates: Value, reduction: 'add' | 'none'): Value {
  const at = graph.broadcast(reshape(graph, rows, [rows.shape[0] as number, 1]), updates.shape);
  return graph.node('ScatterElements', [matrix, at, updates], matrix, { attributes: { axis: 0, reduction } });
}

/** `updates` at places in the leading axes of `into`, of which the later ones hide the earlier or are added to them. */
function scatter(graph: Graph, into: Value, indices: Value, updates: Value, reduction: 'add' | 'none'): Value {
  const info = ({ shape }: Value) => ({ shape: [...shape], rank: shape.length }) as tf.Tensor;
  const { sliceRank, numUpdates, sliceSize } = tf.backend_util.calculateShapes(info(updates), info(indices), [
    ...into.shape,
  ]);
  const shape = [numUpdates, sliceSize];
  const each = updates.shape.length === 0 ? graph.broadcast(updates, shape) : reshape(graph, updates, shape);
  const matrix = reshape(graph, into, [sizeOf(into.shape) / sliceSize, sliceSize]);
  const rows = rowsOf(graph, indices, into.shape, sliceRank);
  return reshape(graph, scatterRows(graph, matrix, rows, each, reduction), into.shape);
}

/** The sum of the rows of each segment; rows whose segment is none of `numSegments` belong to nothing. */
const unsortedSegmentSum: Emit<{ x: Value; segmentIds: Value }, { numSegments: number }> = (
  graph,
  { x, segmentIds },
  { numSegments },
) => {
  const [count, ...width] = x.shape as readonly [number, ...number[]];
  const constant = (value: number) => number(graph, segmentIds, value);
  const isNone = elementwise(
    graph,
    'Or',
    [
      compare(graph, 'Less', segmentIds, constant(0)),
      compare(graph, 'GreaterOrEqual', segmentIds, constant(numSegments)),
    ],
    'bool',
  );
  const rows = where(graph, isNone, constant(numSegments), segmentIds);
  const zeros = graph.broadcast(number(graph, x, 0), [numSegments + 1, sizeOf(width)]);
  const sums = scatterRows(graph, zeros, rows, reshape(graph, x, [count, sizeOf(width)]), 'add');
  return reshape(graph, slice(graph, sums, [0, 0], [numSegments, sizeOf(width)]), [numSegments, ...width]);
};

export const scatterKernels = {
  ScatterNd: (graph, { indices, updates }: { indices: Value; updates: Value }, { shape }: { shape: Shape }) =>
    scatter(graph, graph.broadcast(number(graph, updates, 0), shape), indices, updates, 'add'),
  TensorScatterUpdate: (graph, { tensor, indices, updates }: { tensor: Value; indices: Value; updates: Value }) =>
    scatter(graph, tensor, indices, updates, 'none'),
  SparseToDense: (
    graph,
    { sparseIndices, sparseValues, defaultValue }: { sparseIndices: Value; sparseValues: Value; defaultValue: Value },
    { outputShape }: { outputShape: Shape },
  ) => scatter(graph, graph.broadcast(defaultValue, outputShape), sparseIndices, sparseValues, 'none'),
  UnsortedSegmentSum: unsortedSegmentSum,
} satisfies Kernels;
