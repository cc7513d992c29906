import { type Graph, sameShape, type Value } from '../graph.ts';

const { fround } = Math;

/** Of float32; numbers below it lose digits. */
const SMALLEST_NORMAL = 2 ** -126;

/** Elementwise operations on numbers that are known while the graph is made. */
const known: { readonly [op: string]: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Neg: (a) => -a,
  Reciprocal: (a) => 1 / a,
  Sqrt: (a) => Math.sqrt(a),
};

/**
 * What an elementwise operation of floats comes to without a node, or with one on less:
 *
 *     of constants            the constant
 *     x · 1, x / 1, x + 0     x
 *     (x · s) · t, -(x · s)   x · (s t), x · (-s)
 *
 * Gradients are full of these, since each is made on its own; undefined where there is nothing to save.
 */
export function simplify(graph: Graph, op: string, inputs: readonly Value[]): Value | undefined {
  if (inputs.some(({ dtype }) => dtype !== 'float32')) return undefined;
  const [a, b] = inputs as readonly [Value, Value?];
  const compute = known[op];
  if (compute && inputs.every(({ splat }) => splat !== undefined)) {
    return graph.scalar(fround(compute(a.splat as number, b?.splat ?? 0)));
  }
  switch (op) {
    case 'Neg':
      return scaled(graph, a, -1);
    case 'Mul':
      return (b && scaled(graph, a, b.splat)) ?? (b && scaled(graph, b, a.splat));
    case 'Div':
      return b?.splat === 1 ? a : undefined;
    case 'Add':
      return b?.splat === 0 ? a : a.splat === 0 ? b : undefined;
    case 'Sub':
      return b?.splat === 0 ? a : undefined;
    default:
      return undefined;
  }
}

/** x · t, where x is itself some y · s or -y as large, or where t is 1; not where s t leaves the range of float32. */
function scaled(graph: Graph, x: Value, t: number | undefined): Value | undefined {
  if (t === undefined) return undefined;
  if (t === 1) return x;
  const node = graph.producer(x);
  if (node?.op !== 'Mul' && node?.op !== 'Neg') return undefined;
  const [y, s] = node.op === 'Neg' ? [node.inputs[0], -1] : factors(node.inputs);
  if (y === undefined || s === undefined || !sameShape(y.shape, x.shape)) return undefined;
  const factor = fround(s * t);
  const isLost = s !== 0 && t !== 0 && Math.abs(factor) < SMALLEST_NORMAL;
  if (isLost || !Number.isFinite(factor)) return undefined;
  return factor === 1 ? y : graph.node('Mul', [y, graph.scalar(factor)], x);
}

/** The two of a product as a value and the number that it is multiplied by, where one of them is a number. */
const factors = ([a, b]: readonly Value[]): [Value?, number?] =>
  b?.splat !== undefined ? [a, b.splat] : [b, a?.splat];
