import { type Shape, sizeOf } from '@flows/core';
import type { Dtype } from '../dtype.ts';
import type { Graph, Value } from '../graph.ts';
import { axisOf } from './axes.ts';
import { cast, compare, elementwise, number, where } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { reduce } from './reduce.ts';

const gather: Emit<{ x: Value; indices: Value }, { axis: number; batchDims?: number }> = (
  graph,
  { x, indices },
  { axis, batchDims = 0 },
) => {
  const along = axisOf(axis, x.shape);
  if (batchDims > 0) return gatherInBatches(graph, x, indices, along, batchDims);
  const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
  return graph.node('Gather', [x, indices], { shape, dtype: x.dtype }, { attributes: { axis: along } });
};

/** Each batch element has indices of its own: along one axis, `GatherElements` takes them. */
function gatherInBatches(graph: Graph, x: Value, indices: Value, axis: number, batchDims: number): Value {
  const batch = x.shape.slice(0, batchDims);
  const outer = x.shape.slice(batchDims, axis);
  const inner = x.shape.slice(axis + 1);
  const picked = indices.shape.slice(batchDims);
  const flat = [...batch, ...outer, sizeOf(picked), ...inner];
  const spread = [...batch, ...outer.map(() => 1), sizeOf(picked), ...inner.map(() => 1)];
  const at = graph.broadcast(reshape(graph, indices, spread), flat);
  const gathered = graph.node('GatherElements', [x, at], { shape: flat, dtype: x.dtype }, { attributes: { axis } });
  return reshape(graph, gathered, [...batch, ...outer, ...picked, ...inner]);
}

/** Places `[n, rank]` in the leading axes of `shape`, as rows of the matrix that has all these axes in one. */
export function rowsOf(graph: Graph, indices: Value, shape: Shape, rank: number): Value {
  const strides = Array.from({ length: rank }, (_, i) => sizeOf(shape.slice(i + 1, rank)));
  const scaled = elementwise(graph, 'Mul', [
    reshape(graph, indices, [sizeOf(indices.shape) / rank, rank]),
    graph.constant(Int32Array.from(strides), [rank], 'int32'),
  ]);
  return reduce(graph, 'ReduceSum', scaled, [1]);
}

const gatherNd: Emit<{ params: Value; indices: Value }, unknown> = (graph, { params, indices }) => {
  const rank = indices.shape.at(-1) as number;
  const rows = rowsOf(graph, indices, params.shape, rank);
  const width = params.shape.slice(rank);
  const matrix = reshape(graph, params, [sizeOf(params.shape.slice(0, rank)), sizeOf(width)]);
  const out = { shape: [...rows.shape, sizeOf(width)], dtype: params.dtype };
  const gathered = graph.node('Gather', [matrix, rows], out, { attributes: { axis: 0 } });
  return reshape(graph, gathered, [...indices.shape.slice(0, -1), ...width]);
};

/** `onValue` where an index is met and `offValue` elsewhere, along a new last axis; it equals a row of whole numbers. */
const oneHot: Emit<{ indices: Value }, { depth: number; onValue: number; offValue: number; dtype?: Dtype }> = (
  graph,
  { indices },
  { depth, onValue, offValue, dtype = 'float32' },
) => {
  const levels = graph.constant(Int32Array.from(Array(depth).keys()), [depth], 'int32');
  const at = reshape(graph, cast(graph, indices, 'int32'), [...indices.shape, 1]);
  const isMet = compare(graph, 'Equal', at, levels);
  if (onValue === 1 && offValue === 0) return cast(graph, isMet, dtype);
  return where(graph, isMet, number(graph, { dtype }, onValue), number(graph, { dtype }, offValue));
};

export const gatherKernels = {
  GatherV2: gather,
  GatherNd: gatherNd,
  OneHot: oneHot,
} satisfies Kernels;
