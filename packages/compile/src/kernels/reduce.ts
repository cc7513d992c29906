import type { Shape } from '@flows/core';
import type { Graph, Value } from '../graph.ts';

export type ReduceOptions = { readonly keepDims?: boolean };

/** ONNX's reduction `op` over axes; of no axes, x itself. */
export function reduce(
  graph: Graph,
  op: string,
  x: Value,
  axes: readonly number[],
  { keepDims = false }: ReduceOptions = {},
): Value {
  if (axes.length === 0) return x;
  const shape = reducedShape(x.shape, axes, { keepDims });
  return graph.node(
    op,
    [x, graph.integers(axes)],
    { shape, dtype: x.dtype },
    { attributes: { keepdims: keepDims ? 1 : 0 } },
  );
}

/** What is left of a shape; `keepDims` leaves axes of size 1. */
export const reducedShape = (shape: Shape, axes: readonly number[], { keepDims = false }: ReduceOptions): Shape =>
  keepDims ? shape.map((size, i) => (axes.includes(i) ? 1 : size)) : shape.filter((_, i) => !axes.includes(i));
