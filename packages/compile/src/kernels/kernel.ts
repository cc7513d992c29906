import type { Graph, Value } from '../graph.ts';

/** Adds the ONNX form of a tfjs kernel to the graph: from the values of its inputs and its attributes to its outputs. */
export type Emit<Inputs, Attributes> = (
  graph: Graph,
  inputs: Inputs,
  attributes: Attributes,
) => Value | readonly Value[];

/** A kernel's ONNX form; which inputs and attributes it takes, tfjs says by its name. */
export type Kernel = Emit<never, never>;

export type Kernels = { readonly [name: string]: Kernel };
