import { sizeOf } from '@flows/core';
import type { Attributes, Graph, Value } from '../graph.ts';
import { type Axes, axesOf, axisOf } from './axes.ts';
import { cast, elementwise, numeric } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { matMul } from './mat-mul.ts';

type Reduce = Emit<{ x: Value }, { axis?: Axes; reductionIndices?: Axes; keepDims?: boolean }>;

/** `op` over axes. */
export function reduce(
  graph: Graph,
  op: string,
  x: Value,
  axes: readonly number[],
  { keepDims = false }: { keepDims?: boolean } = {},
): Value {
  if (axes.length === 0) return x;
  const shape = keepDims
    ? x.shape.map((size, i) => (axes.includes(i) ? 1 : size))
    : x.shape.filter((_, i) => !axes.includes(i));
  if (op === 'ReduceSum' && isRows(x, axes)) return reshape(graph, sumOfRows(graph, x), shape);
  const attributes: Attributes = { keepdims: keepDims ? 1 : 0 };
  return graph.node(op, [x, graph.integers(axes)], { shape, dtype: x.dtype }, { attributes });
}

const isRows = (x: Value, axes: readonly number[]) =>
  x.dtype === 'float32' && x.shape.length === 2 && axes.length === 1 && axes[0] === 0 && sizeOf(x.shape) > 0;

/** The sum of the rows of a matrix as a product with ones, which takes ONNX Runtime less time than `ReduceSum`. */
const sumOfRows = (graph: Graph, x: Value): Value =>
  matMul(graph, graph.broadcast(graph.scalar(1), [1, x.shape[0] as number]), x);

/**
 * Truth is reduced as whole numbers, and stays truth where it is the largest or the least that is asked. (Those are, in
 * ONNX Runtime, the ones among the numbers that are not NaN.)
 */
const reduction =
  (op: string, isTruth = false): Reduce =>
  (graph, { x }, { axis, reductionIndices, keepDims }) => {
    const axes = axesOf(axis ?? reductionIndices, x.shape);
    const reduced = reduce(graph, op, numeric(graph, x), axes, { keepDims });
    return isTruth ? cast(graph, reduced, x.dtype) : reduced;
  };

/** The mean is one of floats. */
const mean: Reduce = (graph, { x }, { axis, keepDims }) =>
  reduce(graph, 'ReduceMean', cast(graph, x, 'float32'), axesOf(axis, x.shape), { keepDims });

/** Where the first of the largest or least numbers is. */
const positionOf =
  (op: string): Reduce =>
  (graph, { x }, { axis }) => {
    const along = axisOf(axis, x.shape);
    const shape = x.shape.filter((_, i) => i !== along);
    const attributes = { axis: along, keepdims: 0 };
    return cast(graph, graph.node(op, [numeric(graph, x)], { shape, dtype: 'int64' }, { attributes }), 'int32');
  };

const softmax: Emit<{ logits: Value }, { dim: number }> = (graph, { logits }, { dim }) =>
  graph.node('Softmax', [logits], logits, { attributes: { axis: axisOf(dim, logits.shape) } });

type Running = Emit<{ x: Value }, { axis: number; exclusive: boolean; reverse: boolean }>;

/** Running sums; `exclusive` leaves each element itself out. */
const cumsum: Running = (graph, { x }, { axis, exclusive, reverse }) => {
  const at = graph.constant(BigInt64Array.of(BigInt(axisOf(axis, x.shape))), [], 'int64');
  const numbers = numeric(graph, x);
  const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 };
  return graph.node('CumSum', [numbers, at], numbers, { attributes });
};

/**
 * Running products, which ONNX lacks: each is the product of the whole axis with 1 in the place of what has not been
 * reached, n² numbers for an axis of n.
 */
const cumprod: Running = (graph, { x }, { axis, exclusive, reverse }) => {
  const along = axisOf(axis, x.shape);
  const n = x.shape[along] as number;
  const numbers = numeric(graph, x);
  const opened = reshape(graph, numbers, x.shape.toSpliced(along, 0, 1));
  const reached = Array.from({ length: n * n }, (_, place) => {
    const [to, from] = [Math.floor(place / n), place % n];
    return (reverse ? from > to : from < to) || (from === to && !exclusive);
  });
  const mask = graph.constant(
    Uint8Array.from(reached, Number),
    [n, n, ...x.shape.slice(along + 1).map(() => 1)],
    'bool',
  );
  const one = cast(graph, graph.scalar(1), numbers.dtype);
  return reduce(graph, 'ReduceProd', elementwise(graph, 'Where', [mask, opened, one], numbers.dtype), [along + 1]);
};

export const reductionKernels = {
  Sum: reduction('ReduceSum'),
  Mean: mean,
  Prod: reduction('ReduceProd'),
  Max: reduction('ReduceMax', true),
  Min: reduction('ReduceMin', true),
  All: reduction('ReduceMin', true),
  Any: reduction('ReduceMax', true),
  ArgMax: positionOf('ArgMax'),
  ArgMin: positionOf('ArgMin'),
  Softmax: softmax,
  Cumsum: cumsum,
  Cumprod: cumprod,
} satisfies Kernels;
