import * as tf from '@tensorflow/tfjs';
import type { Dtype } from '../dtype.ts';
import type { Graph, Value } from '../graph.ts';
import { type Binary, cast, compare, elementwise, type Unary, where } from './elementwise.ts';
import type { Emit, Kernels } from './kernel.ts';

const comparison =
  (op: Parameters<typeof compare>[1]): Emit<Binary, unknown> =>
  (graph, { a, b }) =>
    compare(graph, op, a, b);

const logical =
  (op: 'And' | 'Or'): Emit<Binary, unknown> =>
  (graph, { a, b }) =>
    elementwise(graph, op, [a, b], 'bool');

const not = (graph: Graph, x: Value): Value => elementwise(graph, 'Not', [x], 'bool');

/** What ONNX asks of floats alone; no whole number is infinite or none. */
const ofFloat =
  (op: 'IsNaN' | 'IsInf'): Emit<Unary, unknown> =>
  (graph, { x }) =>
    elementwise(graph, op, [cast(graph, x, 'float32')], 'bool');

const finite: Emit<Unary, unknown> = (graph, { x }) => {
  const float = cast(graph, x, 'float32');
  const isNan = elementwise(graph, 'IsNaN', [float], 'bool');
  const isInf = elementwise(graph, 'IsInf', [float], 'bool');
  return not(graph, elementwise(graph, 'Or', [isNan, isInf], 'bool'));
};

/** `condition ? t : e`, of the type that holds both. */
const select: Emit<{ condition: Value; t: Value; e: Value }, unknown> = (graph, { condition, t, e }) => {
  const dtype = tf.upcastType(t.dtype as tf.DataType, e.dtype as tf.DataType) as Dtype;
  return where(graph, cast(graph, condition, 'bool'), cast(graph, t, dtype), cast(graph, e, dtype));
};

export const comparisonKernels = {
  Equal: comparison('Equal'),
  NotEqual: (graph, { a, b }: Binary) => not(graph, compare(graph, 'Equal', a, b)),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalNot: (graph, { x }: Unary) => not(graph, x),
  IsNan: ofFloat('IsNaN'),
  IsInf: ofFloat('IsInf'),
  IsFinite: finite,
  Select: select,
} satisfies Kernels;
