import type { Dtype } from '../dtype.ts';
import type { Graph, Value } from '../graph.ts';
import { cast, compare, elementwise, float, ofFloats, ofNumbers, type Unary, unary, where } from './elementwise.ts';
import type { Kernels } from './kernel.ts';

/** log(1 + x) of small x too: with u = 1 + x rounded, it is x log(u) / (u - 1) (Goldberg 1991, theorem 4). */
function log1p(graph: Graph, x: Value): Value {
  const one = graph.scalar(1);
  const u = elementwise(graph, 'Add', [x, one]);
  const quotient = elementwise(graph, 'Div', [
    elementwise(graph, 'Mul', [x, elementwise(graph, 'Log', [u])]),
    elementwise(graph, 'Sub', [u, one]),
  ]);
  const isExact = compare(graph, 'Equal', u, one);
  const isInf = elementwise(graph, 'IsInf', [x], 'bool', { detect_negative: 0 });
  return where(graph, elementwise(graph, 'Or', [isExact, isInf], 'bool'), x, quotient);
}

/** exp(x) - 1 for x up to 1, as 2t / (1 - t) with t = tanh(x/2): the difference would cancel near 0. */
export function expm1BelowOne(graph: Graph, x: Value): Value {
  const t = elementwise(graph, 'Tanh', [elementwise(graph, 'Mul', [x, graph.scalar(0.5)])]);
  return elementwise(graph, 'Div', [
    elementwise(graph, 'Mul', [t, graph.scalar(2)]),
    elementwise(graph, 'Sub', [graph.scalar(1), t]),
  ]);
}

function expm1(graph: Graph, x: Value): Value {
  const one = graph.scalar(1);
  const large = elementwise(graph, 'Sub', [elementwise(graph, 'Exp', [x]), one]);
  return where(graph, compare(graph, 'Less', x, one), expm1BelowOne(graph, x), large);
}

/**
 * x as another type: truth where it is not 0; of floats, whole numbers are rounded towards 0, and 0 for NaN. Floats that no
 * int32 holds are the processor's, -2³¹ on most, where tfjs's cpu backend counts on from the other end.
 */
function castNumbers(graph: Graph, x: Value, dtype: Dtype): Value {
  if (x.dtype !== 'float32' || dtype !== 'int32') return cast(graph, x, dtype);
  const isNan = elementwise(graph, 'IsNaN', [x], 'bool');
  return cast(graph, where(graph, isNan, graph.scalar(0), x), dtype);
}

export const functionKernels = {
  Abs: unary('Abs'),
  Neg: unary('Neg'),
  Sign: unary('Sign'),
  Floor: unary('Floor'),
  Ceil: unary('Ceil'),
  Round: float('Round'),
  Exp: (graph, { x }: Unary) => elementwise(graph, 'Exp', [cast(graph, x, 'float32')]),
  Expm1: ofFloats(expm1),
  Log: float('Log'),
  Log1p: ofFloats(log1p),
  Sqrt: float('Sqrt'),
  Rsqrt: (graph, { x }: Unary) => elementwise(graph, 'Reciprocal', [elementwise(graph, 'Sqrt', [x])]),
  Square: (graph, { x }: Unary) => ofNumbers(graph, 'Mul', [x, x]),
  Reciprocal: float('Reciprocal'),
  Sin: float('Sin'),
  Cos: float('Cos'),
  Tan: float('Tan'),
  Asin: float('Asin'),
  Acos: float('Acos'),
  Atan: float('Atan'),
  Sinh: float('Sinh'),
  Cosh: float('Cosh'),
  Tanh: float('Tanh'),
  Asinh: float('Asinh'),
  Acosh: float('Acosh'),
  Atanh: float('Atanh'),
  Erf: float('Erf'),
  Cast: (graph, { x }: Unary, { dtype }: { dtype: Dtype }) => castNumbers(graph, x, dtype),
  Identity: (_, { x }: Unary) => x,
} satisfies Kernels;
