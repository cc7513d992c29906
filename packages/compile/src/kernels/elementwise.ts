import { type Dtype, onnxTypes } from '../dtype.ts';
import { type Attributes, broadcastShape, type Graph, type Value } from '../graph.ts';
import type { Emit } from './kernel.ts';
import { simplify } from './simplify.ts';

export type Unary = { readonly x: Value };
export type Binary = { readonly a: Value; readonly b: Value };

/**
 * An operation on each element, or on elements at the same place after broadcasting. It reads what broadcasts repeat
 * only once, and what it puts out is repeated in its turn.
 */
export function elementwise(
  graph: Graph,
  op: string,
  inputs: readonly Value[],
  dtype: Dtype = inputs[0]?.dtype ?? 'float32',
  attributes: Attributes = {},
): Value {
  const sources = inputs.map((value) => value.repeats ?? value);
  const shapes = (values: readonly Value[]) => broadcastShape(values.map(({ shape }) => shape));
  const once =
    simplify(graph, op, sources) ?? graph.node(op, sources, { shape: shapes(sources), dtype }, { attributes });
  return graph.broadcast(once, shapes(inputs));
}

/** `condition ? yes : no`, of the type of `yes`. ONNX Runtime chooses among numbers alone. */
export function where(graph: Graph, condition: Value, yes: Value, no: Value): Value {
  const [a, b] = [numeric(graph, yes), numeric(graph, no)];
  return cast(graph, elementwise(graph, 'Where', [condition, a, b], a.dtype), yes.dtype);
}

/** Whether a stands to b as `op` says. ONNX orders numbers alone, so that truth is compared as 0 and 1. */
export function compare(
  graph: Graph,
  op: 'Equal' | 'Greater' | 'GreaterOrEqual' | 'Less' | 'LessOrEqual',
  a: Value,
  b: Value,
): Value {
  return elementwise(graph, op, [numeric(graph, a), numeric(graph, b)], 'bool');
}

/** x in `dtype`; no node where it is of it. Numbers become truth where they are not 0. */
export function cast(graph: Graph, x: Value, dtype: Dtype): Value {
  return x.dtype === dtype ? x : elementwise(graph, 'Cast', [x], dtype, { to: onnxTypes[dtype] });
}

/** Truth as 0 and 1; numbers as they are. */
export const numeric = (graph: Graph, x: Value): Value => (x.dtype === 'bool' ? cast(graph, x, 'int32') : x);

/** An operation on numbers, of the type of the first; truth is reckoned with as 0 and 1, and is truth again. */
export const ofNumbers = (graph: Graph, op: string, inputs: readonly Value[]): Value =>
  cast(
    graph,
    elementwise(
      graph,
      op,
      inputs.map((x) => numeric(graph, x)),
    ),
    inputs[0]?.dtype ?? 'float32',
  );

/** A number of the type of x: of whole numbers, the next one towards 0, within those that there are. */
export function number(graph: Graph, { dtype }: Pick<Value, 'dtype'>, value: number): Value {
  if (dtype === 'float32') return graph.scalar(value);
  if (dtype === 'bool') return graph.constant(Uint8Array.of(value), [], dtype);
  return graph.constant(Int32Array.of(Math.max(-(2 ** 31), Math.min(value, 2 ** 31 - 1))), [], dtype);
}

/** ONNX's operation of the same meaning. */
export const unary =
  (op: string): Emit<Unary, unknown> =>
  (graph, { x }) =>
    ofNumbers(graph, op, [x]);

/** A function of floats; of whole numbers, tfjs rounds its values towards 0. */
export const ofFloats =
  (value: (graph: Graph, x: Value) => Value): Emit<Unary, unknown> =>
  (graph, { x }) =>
    cast(graph, value(graph, cast(graph, x, 'float32')), x.dtype);

/** ONNX's operation of the same meaning, which it has for floats alone. */
export const float = (op: string): Emit<Unary, unknown> => ofFloats((graph, x) => elementwise(graph, op, [x]));
