import type * as tf from '@tensorflow/tfjs';
import type { Value } from '../graph.ts';
import { type Axes, axesOf, axisOf } from './axes.ts';
import { cast, elementwise, numeric } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';
import { reshape } from './layout.ts';
import { reduce } from './reduce.ts';
import { mean, sum } from './sum.ts';

type ReduceAttributes = { axis?: Axes; reductionIndices?: Axes; keepDims?: boolean };
type Reduce = Emit<{ x: Value }, ReduceAttributes>;

/** Truth is reduced as whole numbers, and stays truth where `isTruth`. */
const reduction =
  (op: string, isTruth = false): Reduce =>
  (graph, { x }, { axis, reductionIndices, keepDims }) => {
    const axes = axesOf(axis ?? reductionIndices, x.shape);
    const reduced = reduce(graph, op, numeric(graph, x), axes, { keepDims });
    return isTruth ? cast(graph, reduced, x.dtype) : reduced;
  };

/**
 * The largest number, or the least; NaN where one is NaN. ONNX Runtime's own are those of the numbers that are not, but its
 * Σ |x| is NaN then, and as max x ≤ Σ |x| and -Σ |x| ≤ min x, the lesser or larger of the two takes over NaN alone.
 */
const extreme =
  (op: 'ReduceMax' | 'ReduceMin'): Reduce =>
  (graph, inputs, attributes) => {
    const reduced = reduction(op, true)(graph, inputs, attributes) as Value;
    const axes = axesOf(attributes.axis ?? attributes.reductionIndices, inputs.x.shape);
    if (inputs.x.dtype !== 'float32' || axes.length === 0) return reduced;
    const bound = reduce(graph, 'ReduceSum', elementwise(graph, 'Abs', [inputs.x]), axes, attributes);
    return op === 'ReduceMax'
      ? elementwise(graph, 'Min', [reduced, bound])
      : elementwise(graph, 'Max', [reduced, elementwise(graph, 'Neg', [bound])]);
  };

/** Where the first of the largest or least numbers is. */
const positionOf =
  (op: string): Reduce =>
  (graph, { x }, { axis }) => {
    const along = axisOf(axis, x.shape);
    const shape = x.shape.filter((_, i) => i !== along);
    const attributes = { axis: along, keepdims: 0 };
    return cast(graph, graph.node(op, [numeric(graph, x)], { shape, dtype: 'int64' }, { attributes }), 'int32');
  };

const softmax: Emit<{ logits: Value }, tf.SoftmaxAttrs> = (graph, { logits }, { dim }) =>
  graph.node('Softmax', [logits], logits, { attributes: { axis: axisOf(dim, logits.shape) } });

type Running = Emit<{ x: Value }, tf.CumsumAttrs>;

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
  Sum: (graph, { x }: { x: Value }, { axis, keepDims }: ReduceAttributes) =>
    sum(graph, numeric(graph, x), axesOf(axis, x.shape), { keepDims }),
  Mean: (graph, { x }: { x: Value }, { axis, keepDims }: ReduceAttributes) =>
    mean(graph, cast(graph, x, 'float32'), axesOf(axis, x.shape), { keepDims }),
  Prod: reduction('ReduceProd'),
  Max: extreme('ReduceMax'),
  Min: extreme('ReduceMin'),
  All: reduction('ReduceMin', true),
  Any: reduction('ReduceMax', true),
  ArgMax: positionOf('ArgMax'),
  ArgMin: positionOf('ArgMin'),
  Softmax: softmax,
  Cumsum: cumsum,
  Cumprod: cumprod,
} satisfies Kernels;
