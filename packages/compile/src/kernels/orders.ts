import type { Graph, Value } from '../graph.ts';
import { cast, compare, elementwise } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { reduce } from './reduce.ts';

/** The k largest numbers of the last axis and where they stand; of equal ones, the first comes first. */
const topK: Emit<{ x: Value }, { k: number; sorted: boolean }> = (graph, { x }, { k, sorted }) => {
  const shape = [...x.shape.slice(0, -1), k];
  const outs = [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int64' },
  ] as const;
  const attributes = { axis: x.shape.length - 1, sorted: sorted ? 1 : 0 };
  const [values, indices] = graph.nodeOf('TopK', [x, graph.integers([k])], outs, { attributes });
  return [values as Value, cast(graph, indices as Value, 'int32')];
};

/** How many of each row of the sorted `[rows, n]` lie before each value `[rows, m]`, or at it where `side` is right. */
const searchSorted: Emit<{ sortedSequence: Value; values: Value }, { side: 'left' | 'right' }> = (
  graph,
  { sortedSequence, values },
  { side },
) => {
  const [rows, n] = sortedSequence.shape as readonly [number, number];
  const sorted = reshape(graph, sortedSequence, [rows, 1, n]);
  const each = reshape(graph, values, [...values.shape, 1]);
  const isBefore = compare(graph, side === 'left' ? 'Less' : 'LessOrEqual', sorted, each);
  return reduce(graph, 'ReduceSum', cast(graph, isBefore, 'int32'), [2]);
};

type Count = { readonly x: Value; readonly weights: Value };

/** How often, or with which weight, each whole number below `size` comes up in the last axis. */
function counts(graph: Graph, { x, weights }: Count, size: number, isBinary: boolean): Value {
  const levels = graph.constant(Int32Array.from(Array(size).keys()), [size], 'int32');
  const isMet = compare(graph, 'Equal', reshape(graph, cast(graph, x, 'int32'), [...x.shape, 1]), levels);
  const met = cast(graph, isMet, weights.dtype);
  const along = x.shape.length - 1;
  if (isBinary) return reduce(graph, 'ReduceMax', met, [along]);
  const isWeighted = weights.shape.every((n) => n > 0) && weights.shape.length > 0;
  const each = isWeighted ? elementwise(graph, 'Mul', [met, reshape(graph, weights, [...x.shape, 1])]) : met;
  return reduce(graph, 'ReduceSum', each, [along]);
}

export const orderKernels = {
  TopK: topK,
  SearchSorted: searchSorted,
  Bincount: (graph, inputs: Count, { size }: { size: number }) => counts(graph, inputs, size, false),
  DenseBincount: (graph, inputs: Count, { size, binaryOutput }: { size: number; binaryOutput: boolean }) =>
    counts(graph, inputs, size, binaryOutput),
} satisfies Kernels;
