import * as tf from '@tensorflow/tfjs';
import type { Graph, Value } from '../graph.ts';
import { axesOf } from './axes.ts';
import { number } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';

type One = { readonly x: Value };

/** `size[i]` elements from `begin[i]` on, every `strides[i]`-th. Axes that stay whole are not named. */
export function slice(
  graph: Graph,
  x: Value,
  begin: readonly number[],
  size: readonly number[],
  strides: readonly number[] = size.map(() => 1),
): Value {
  const cut = [...size.keys()].filter((i) => begin[i] !== 0 || size[i] !== x.shape[i] || strides[i] !== 1);
  if (cut.length === 0) return x;
  const of = (values: readonly number[]) => graph.integers(cut.map((i) => values[i] as number));
  const end = size.map((n, i) => {
    const last = (begin[i] as number) + (n - 1) * (strides[i] as number);
    // One past the last element; towards the front there is none before the first.
    return (strides[i] as number) > 0 ? last + 1 : last === 0 ? -(2 ** 31) : last - 1;
  });
  const inputs = [x, of(begin), of(end), graph.integers(cut)];
  if (cut.some((i) => strides[i] !== 1)) inputs.push(of(strides));
  return graph.node('Slice', inputs, { shape: size, dtype: x.dtype });
}

/** The elements of some axes in the opposite order. */
export function reverse(graph: Graph, x: Value, axes: readonly number[]): Value {
  const turned = (i: number) => axes.includes(i) && (x.shape[i] as number) > 1;
  return slice(
    graph,
    x,
    x.shape.map((size, i) => (turned(i) ? size - 1 : 0)),
    x.shape,
    x.shape.map((_, i) => (turned(i) ? -1 : 1)),
  );
}

export type Paddings = readonly (readonly [before: number, after: number])[];

/** `paddings[i]`: how many of `constant` come before and after along axis i. */
export function pad(graph: Graph, x: Value, paddings: Paddings, constant = 0): Value {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const shape = x.shape.map((size, i) => size + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
  const pads = graph.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  return graph.node('Pad', [x, pads, number(graph, x, constant)], { shape, dtype: x.dtype });
}

/** `begin` and `size` as tfjs takes them: the last axes may be left out, and -1 is all that follows. */
export function sliceFrom(graph: Graph, x: Value, begin: number | number[], size?: number | number[]): Value {
  const given = { shape: [...x.shape], rank: x.shape.length } as tf.Tensor;
  return slice(graph, x, ...(tf.slice_util.parseSliceParams(given, begin, size) as [number[], number[]]));
}

const stridedSlice: Emit<One, tf.StridedSliceAttrs> = (graph, { x }, attributes) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  const cut = tf.slice_util.sliceInfo([...x.shape], begin, end, strides, ...masks);
  const size = tf.slice_util.computeOutShape(cut.begin, cut.end, cut.strides);
  return reshape(graph, slice(graph, x, cut.begin, size, cut.strides), cut.finalShape);
};

/** Elements are mirrored at the edges; `symmetric` repeats those at the edges themselves. */
const mirrorPad: Emit<One, { paddings: Paddings; mode: 'reflect' | 'symmetric' }> = (
  graph,
  { x },
  { paddings, mode },
) => {
  const skipped = mode === 'reflect' ? 0 : 1;
  return paddings.reduce((value, [before, after], axis) => {
    const size = x.shape[axis] as number;
    const from = Array.from({ length: before + size + after }, (_, i) => {
      const at = i - before;
      if (at < 0) return -at - skipped;
      return at < size ? at : 2 * (size - 1) - at + skipped;
    });
    if (before === 0 && after === 0) return value;
    const indices = graph.constant(Int32Array.from(from), [from.length], 'int32');
    const shape = value.shape.with(axis, from.length);
    return graph.node('Gather', [value, indices], { shape, dtype: x.dtype }, { attributes: { axis } });
  }, x);
};

export const sliceKernels = {
  Slice: (graph, { x }: One, { begin, size }: { begin: number[]; size: number[] }) => sliceFrom(graph, x, begin, size),
  StridedSlice: stridedSlice,
  Reverse: (graph, { x }: One, { dims }: { dims: number | number[] }) => reverse(graph, x, axesOf(dims, x.shape)),
  FlipLeftRight: (graph, { image }: { image: Value }) => reverse(graph, image, [2]),
  PadV2: (graph, { x }: One, { paddings, constantValue }: { paddings: Paddings; constantValue: number }) =>
    pad(graph, x, paddings, constantValue),
  MirrorPad: mirrorPad,
} satisfies Kernels;
