import type { Graph, Value } from '../graph.ts';
import { type Binary, cast, compare, elementwise, number, ofNumbers, where } from './elementwise.ts';
import { fold } from './fold.ts';
import type { Emit, Kernels } from './kernel.ts';

const binary =
  (op: string): Emit<Binary, unknown> =>
  (graph, { a, b }) =>
    ofNumbers(graph, op, [a, b]);

const squaredDifference: Emit<Binary, unknown> = (graph, { a, b }) => {
  const difference = ofNumbers(graph, 'Sub', [a, b]);
  return ofNumbers(graph, 'Mul', [difference, difference]);
};

/** Division of whole numbers by `operation`; by 0 it is 0, where the processor would stop the program. */
function whole(graph: Graph, b: Value, operation: (divisor: Value) => Value): Value {
  const zero = number(graph, b, 0);
  const isZero = compare(graph, 'Equal', b, zero);
  return where(graph, isZero, zero, operation(where(graph, isZero, number(graph, b, 1), b)));
}

/** The quotient; of whole numbers, rounded towards 0. */
const realDiv: Emit<Binary, unknown> = (graph, { a, b }) =>
  a.dtype === 'int32'
    ? whole(graph, b, (divisor) => elementwise(graph, 'Div', [a, divisor]))
    : elementwise(graph, 'Div', [a, b]);

/** The quotient rounded towards minus infinity, as a whole number: of whole numbers it is (a - a mod b) / b. */
const floorDiv: Emit<Binary, unknown> = (graph, { a, b }) => {
  if (a.dtype === 'int32') {
    return whole(graph, b, (divisor) => {
      const multiple = elementwise(graph, 'Sub', [a, elementwise(graph, 'Mod', [a, divisor])]);
      return elementwise(graph, 'Div', [multiple, divisor]);
    });
  }
  return cast(graph, elementwise(graph, 'Floor', [elementwise(graph, 'Div', [a, b])]), 'int32');
};

/** The remainder with the sign of the divisor. */
const mod: Emit<Binary, unknown> = (graph, { a, b }) => {
  if (a.dtype === 'int32') return whole(graph, b, (divisor) => elementwise(graph, 'Mod', [a, divisor]));
  // ONNX's own for floats has the sign of the dividend.
  const remainder = (of: Value) => elementwise(graph, 'Mod', [of, b], 'float32', { fmod: 1 });
  const isNegative = (x: Value) => compare(graph, 'Less', x, graph.scalar(0));
  const sameSign = elementwise(graph, 'Equal', [isNegative(a), isNegative(b)], 'bool');
  const ofDividend = remainder(a);
  return where(graph, sameSign, ofDividend, remainder(elementwise(graph, 'Add', [ofDividend, b])));
};

/** The angle of the point (b, a), in (-π, π]: the arc tangent of a / b, turned by π where b < 0. */
const atan2: Emit<Binary, unknown> = (graph, { a, b }) => {
  const zero = graph.scalar(0);
  const [y, x] = [cast(graph, a, 'float32'), cast(graph, b, 'float32')];
  const isOrigin = elementwise(
    graph,
    'And',
    [compare(graph, 'Equal', x, zero), compare(graph, 'Equal', y, zero)],
    'bool',
  );
  const angle = elementwise(graph, 'Atan', [
    elementwise(graph, 'Div', [y, where(graph, isOrigin, graph.scalar(1), x)]),
  ]);
  const half = where(graph, compare(graph, 'Less', y, zero), graph.scalar(-Math.PI), graph.scalar(Math.PI));
  const turned = where(graph, compare(graph, 'Less', x, zero), elementwise(graph, 'Add', [angle, half]), angle);
  return cast(graph, turned, a.dtype);
};

const addN: Emit<readonly Value[], unknown> = (graph, values) =>
  values.reduce((sum, value) => ofNumbers(graph, 'Add', [sum, value]));

export const arithmeticKernels = {
  Add: (graph, { a, b }: Binary) => fold(graph, a, b) ?? ofNumbers(graph, 'Add', [a, b]),
  AddN: addN,
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: realDiv,
  FloorDiv: floorDiv,
  Mod: mod,
  Pow: binary('Pow'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  SquaredDifference: squaredDifference,
  Atan2: atan2,
  BitwiseAnd: binary('BitwiseAnd'),
} satisfies Kernels;
