import type { FlatParameters } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import type { Graph, Value } from './graph.ts';
import { reshape } from './kernels/layout.ts';

/** Neighbours in a flat array that go into a graph as one tensor, and whose gradients come out as one. */
export type WeightGroup = { readonly variables: readonly tf.Variable[]; readonly start: number; readonly size: number };

/** Copying as many numbers in and out of a flat tensor takes as long as passing a tensor of their own. */
const LARGE = 16384;

/**
 * The weights in groups. ONNX Runtime takes a microsecond or two for every tensor that goes in or out, so that small
 * neighbours go together; large ones go alone, since a graph copies what it takes a flat tensor apart into.
 *
 * @throws CompileError where a weight is of another type than float32.
 */
export function weightGroups({ variables }: FlatParameters): WeightGroup[] {
  for (const [path, variable] of variables) requireFloats(path, variable);
  const groups: { variables: tf.Variable[]; start: number; size: number; isLarge: boolean }[] = [];
  let start = 0;
  for (const variable of variables.values()) {
    const isLarge = variable.size >= LARGE;
    const last = groups.at(-1);
    if (last && !last.isLarge && !isLarge) {
      last.variables.push(variable);
      last.size += variable.size;
    } else groups.push({ variables: [variable], start, size: variable.size, isLarge });
    start += variable.size;
  }
  return groups;
}

function requireFloats(path: string, { dtype }: tf.Variable): void {
  if (dtype === 'float32') return;
  throw new CompileError(
    `onnxEngine: expected trained variables of float32, got ${path} of ${dtype}; make it by parameter(shape, initial, { trainable: false })`,
  );
}

/** The values of a group's variables, as parts of one input. */
export function valuesOfGroup(graph: Graph, { variables, size }: WeightGroup): Map<tf.Variable, Value> {
  const [first, ...others] = variables as readonly [tf.Variable, ...tf.Variable[]];
  if (others.length === 0) return new Map([[first, graph.input(first.shape, 'float32')]]);
  const flat = graph.input([size], 'float32');
  const sizes = variables.map(({ size }) => size);
  const outs = sizes.map((size) => ({ shape: [size], dtype: 'float32' }) as const);
  const parts = graph.nodeOf('Split', [flat, graph.integers(sizes)], outs, { attributes: { axis: 0 } });
  return new Map(variables.map((variable, i) => [variable, reshape(graph, parts[i] as Value, variable.shape)]));
}

/** The gradients of a group's variables as one tensor; 0 where there is none. */
export function gradientOfGroup({ variables }: WeightGroup, gradients: tf.NamedTensorMap): tf.Tensor {
  const each = variables.map((variable) => gradients[variable.name] ?? tf.zeros(variable.shape));
  return each.length === 1 ? (each[0] as tf.Tensor) : tf.concat(each.map((gradient) => gradient.flatten()));
}
