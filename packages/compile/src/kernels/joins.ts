import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { axisOf } from './axes.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';

/** The values one behind the other along an axis. */
export function concat(graph: Graph, values: readonly Value[], axis: number): Value {
  const [first] = values as readonly [Value];
  if (values.length === 1) return first;
  const along = values.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  const out = { shape: first.shape.with(axis, along), dtype: first.dtype };
  return graph.node('Concat', values, out, { attributes: { axis } });
}

/** Parts of these sizes along an axis. */
function split(graph: Graph, x: Value, sizes: readonly number[], axis: number): readonly Value[] {
  if (sizes.length === 1) return [x];
  const outs = sizes.map((size) => ({ shape: x.shape.with(axis, size), dtype: x.dtype }));
  return graph.nodeOf('Split', [x, graph.integers(sizes)], outs, { attributes: { axis } });
}

/** The values along a new axis. */
function stack(graph: Graph, values: readonly Value[], axis: number): Value {
  const opened = values.map((value) => reshape(graph, value, value.shape.toSpliced(axis, 0, 1)));
  return concat(graph, opened, axis);
}

const splitKernel: Emit<{ x: Value }, { numOrSizeSplits: number | number[]; axis: number }> = (
  graph,
  { x },
  { numOrSizeSplits, axis },
) => {
  const along = axisOf(axis, x.shape);
  const sizes = tf.backend_util.prepareSplitSize({ shape: [...x.shape] } as tf.Tensor, numOrSizeSplits, along);
  return split(graph, x, sizes, along);
};

const pack: Emit<readonly Value[], { axis: number }> = (graph, values, { axis }) => {
  const [{ shape }] = values as readonly [Value];
  return stack(graph, values, axis < 0 ? axis + shape.length + 1 : axis);
};

const unpack: Emit<{ value: Value }, { axis: number }> = (graph, { value }, { axis }) => {
  const along = axisOf(axis, value.shape);
  const parts = split(graph, value, Array<number>(value.shape[along] as number).fill(1), along);
  return parts.map((part) => reshape(graph, part, value.shape.toSpliced(along, 1)));
};

export const joinKernels = {
  Concat: (graph, values: readonly Value[], { axis }: { axis: number }) =>
    concat(graph, values, axisOf(axis, (values[0] as Value).shape)),
  SplitV: splitKernel,
  Pack: pack,
  Unpack: unpack,
} satisfies Kernels;
