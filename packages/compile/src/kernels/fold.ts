import { broadcastShape, type Graph, type Node, sameShape, type Value } from '../graph.ts';

/**
 * a + b by one operation where one of them is a product or a convolution that has no addend yet: ONNX's `Gemm`, `Conv`
 * and `ConvTranspose` add as they multiply. The product without its addend is dropped with all dead nodes where nothing
 * else reads it; so that no product is made a third time, each takes in one addend only.
 */
export const fold = (graph: Graph, a: Value, b: Value): Value | undefined =>
  intoProduct(graph, a, b) ?? intoProduct(graph, b, a);

/** The addend that each product of a graph has taken in. */
const taken = new WeakMap<Graph, Map<string, string>>();

function intoProduct(graph: Graph, product: Value, addend: Value): Value | undefined {
  const addends = taken.get(graph) ?? new Map<string, string>();
  const source = addend.repeats ?? addend;
  if ((addends.get(product.name) ?? source.name) !== source.name) return undefined;
  const sum = sumInto(graph, product, addend);
  if (sum) taken.set(graph, addends.set(product.name, source.name));
  return sum;
}

function sumInto(graph: Graph, product: Value, addend: Value): Value | undefined {
  if (!sameShape(broadcastShape([product.shape, addend.shape]), product.shape)) return undefined;
  const node = graph.producer(product);
  if (node?.op === 'Gemm') return withAddend(graph, node, addend.repeats ?? addend);
  const convolution = node?.op === 'Transpose' && graph.producer(node.inputs[0] as Value);
  const isChannelsLast = (node?.attributes.perm as readonly number[] | undefined)?.at(-1) === 1;
  const takesAddend = convolution && (convolution.op === 'Conv' || convolution.op === 'ConvTranspose');
  if (takesAddend && isChannelsLast && sameShape(addend.shape, product.shape.slice(-1))) {
    const sum = withAddend(graph, convolution, addend);
    return sum && graph.node('Transpose', [sum], product, { attributes: node.attributes });
  }
  return undefined;
}

const withAddend = (graph: Graph, { op, inputs, outputs, attributes }: Node, addend: Value): Value | undefined =>
  inputs.length === 2 ? graph.node(op, [...inputs, addend], outputs[0] as Value, { attributes }) : undefined;
