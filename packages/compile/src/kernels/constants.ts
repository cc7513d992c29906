import { type Shape, sizeOf } from '@flows/core';
import type { Dtype } from '../dtype.ts';
import type { Graph, Value } from '../graph.ts';
import { number, where } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';

const fill: Emit<unknown, { shape: Shape; value: number; dtype?: Dtype }> = (
  graph,
  _,
  { shape, value, dtype = 'float32' },
) => graph.broadcast(number(graph, { dtype }, value), shape);

/** `count` numbers, each by `step` above the one before it in its type. */
function steps(graph: Graph, count: number, start: number, step: number, dtype: 'float32' | 'int32'): Value {
  const values = new (dtype === 'float32' ? Float32Array : Int32Array)(count);
  values[0] = start;
  for (let i = 1; i < count; i++) values[i] = (values[i - 1] as number) + step;
  return graph.constant(values, [count], dtype);
}

/** start, start + step, and so on before stop; tfjs counts down by 1 where no other step is given. */
const range: Emit<unknown, { start: number; stop: number; step: number; dtype: 'float32' | 'int32' }> = (
  graph,
  _,
  { start, stop, step, dtype },
) => {
  const isEmpty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  const count = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / step));
  return steps(graph, count, start, stop < start && step === 1 ? -1 : step, dtype);
};

const linSpace: Emit<unknown, { start: number; stop: number; num: number }> = (graph, _, { start, stop, num }) =>
  steps(graph, num, start, (stop - start) / (num - 1), 'float32');

/** `[n, n]` with x `[n]` on the diagonal; of more axes, all of them twice. */
const diag: Emit<{ x: Value }, unknown> = (graph, { x }) => {
  const n = sizeOf(x.shape);
  const identity = Uint8Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0));
  const isDiagonal = graph.constant(identity, [n, n], 'bool');
  const matrix = where(graph, isDiagonal, reshape(graph, x, [n]), number(graph, x, 0));
  return reshape(graph, matrix, [...x.shape, ...x.shape]);
};

export const constantKernels = {
  Fill: fill,
  ZerosLike: (graph, { x }: { x: Value }) => graph.broadcast(number(graph, x, 0), x.shape),
  OnesLike: (graph, { x }: { x: Value }) => graph.broadcast(number(graph, x, 1), x.shape),
  Range: range,
  LinSpace: linSpace,
  Diag: diag,
} satisfies Kernels;
