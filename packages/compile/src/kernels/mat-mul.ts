import { broadcastShape, type Graph, type Value } from '../graph.ts';
import { type ActivationName, type ActivationOptions, activate } from './activations.ts';
import { elementwise } from './elementwise.ts';
import { fold } from './fold.ts';
import type { Emit, Kernels } from './kernel.ts';
import { transpose } from './layout.ts';

type Transposes = { readonly transposeA?: boolean; readonly transposeB?: boolean };

/**
 * A product of matrices, over any batch axes. Two matrices make a `Gemm`, which transposes as it reads and can take an
 * addend in; more axes make ONNX Runtime's own `FusedMatMul` where something is transposed.
 */
export function matMul(
  graph: Graph,
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: Transposes = {},
): Value {
  const rows = a.shape.at(transposeA ? -1 : -2) as number;
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  const shape = [...broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]), rows, columns];
  const out = { shape, dtype: a.dtype };
  if (a.dtype !== 'float32') {
    return graph.node('MatMul', [transposeA ? transposed(graph, a) : a, transposeB ? transposed(graph, b) : b], out);
  }
  const attributes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
  if (shape.length === 2) return graph.node('Gemm', [a, b], out, { attributes });
  if (!transposeA && !transposeB) return graph.node('MatMul', [a, b], out);
  return graph.node('FusedMatMul', [a, b], out, { attributes, domain: 'com.microsoft' });
}

/** Each matrix with rows and columns exchanged. */
function transposed(graph: Graph, x: Value): Value {
  const rank = x.shape.length;
  return transpose(graph, x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

const batchMatMul: Emit<{ a: Value; b: Value }, Transposes> = (graph, { a, b }, transposes) =>
  matMul(graph, a, b, transposes);

/** activation(a b + bias). */
const fusedMatMul: Emit<
  { a: Value; b: Value; bias?: Value } & ActivationOptions,
  Transposes & ActivationOptions & { activation?: ActivationName }
> = (graph, { a, b, bias, preluActivationWeights }, { activation, leakyreluAlpha, ...transposes }) => {
  const product = matMul(graph, a, b, transposes);
  const sum = bias ? (fold(graph, product, bias) ?? elementwise(graph, 'Add', [product, bias])) : product;
  return activate(graph, sum, activation, { leakyreluAlpha, preluActivationWeights });
};

/** A sum of products over the axes that `equation` names, "ij,jk->ik" for one. */
const einsum: Emit<readonly Value[], { equation: string }> = (graph, values, { equation }) => {
  const [from, to] = equation.replaceAll(/\s/g, '').split('->') as [string, string];
  const sizes = from.split(',').flatMap((axes, i) => [...axes].map((axis, j) => [axis, values[i]?.shape[j]] as const));
  const size = new Map(sizes);
  const out = { shape: [...to].map((axis) => size.get(axis) as number), dtype: (values[0] as Value).dtype };
  return graph.node('Einsum', values, out, { attributes: { equation: `${from}->${to}` } });
};

export const matMulKernels = {
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
  Einsum: einsum,
} satisfies Kernels;
