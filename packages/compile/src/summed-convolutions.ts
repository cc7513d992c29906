import { type Node, sameShape, type Value } from './graph.ts';

/** What ONNX has at a place of the inputs that is left free. */
const none: Value = { name: '', shape: [], dtype: 'float32' };

/**
 * The nodes with each sum of a convolution and something as large as its result in one: ONNX Runtime's own `FusedConv`
 * multiplies into what is there already, a pass over the image less. A convolution whose result something else reads too
 * stays as it is.
 *
 *     Add(Transpose(Conv(x, w, b)), z)   becomes   Transpose(FusedConv(x, w, b, Transpose⁻¹(z)))
 *
 * The nodes stay in an order in which they can run.
 */
export function summedConvolutions(nodes: readonly Node[], outputs: readonly Value[]): Node[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map(({ name }) => [name, node])));
  const reads = new Map<string, number>();
  for (const { name } of [...outputs, ...nodes.flatMap(({ inputs }) => inputs)]) {
    reads.set(name, (reads.get(name) ?? 0) + 1);
  }
  const onlyProducer = (value: Value | undefined, op: string): Node | undefined => {
    const node = value && reads.get(value.name) === 1 ? producers.get(value.name) : undefined;
    return node?.op === op && node.domain === '' ? node : undefined;
  };
  const taken = new Set<Node>();
  const summed = (node: Node): Node[] => {
    if (node.op !== 'Add') return [node];
    for (const [product, addend] of [node.inputs, node.inputs.toReversed()] as [Value, Value][]) {
      const turn = onlyProducer(product, 'Transpose');
      const convolution = onlyProducer(turn?.inputs[0], 'Conv');
      if (!turn || !convolution || !sameShape(addend.shape, product.shape)) continue;
      taken.add(turn).add(convolution);
      return intoConvolution(convolution, turn, addend, node.outputs[0] as Value);
    }
    return [node];
  };
  const all = nodes.flatMap(summed);
  return all.filter((node) => !taken.has(node));
}

/** The convolution with the addend, and its result as `sum`. */
function intoConvolution(convolution: Node, turn: Node, addend: Value, sum: Value): Node[] {
  const perm = turn.attributes.perm as readonly number[];
  const image = convolution.outputs[0] as Value;
  const turned: Value = { ...image, name: `${sum.name}_addend` };
  const result: Value = { ...image, name: `${sum.name}_image` };
  const [x, weights, bias = none] = convolution.inputs as readonly [Value, Value, Value?];
  return [
    { ...turn, inputs: [addend], outputs: [turned], attributes: { perm: perm.map((_, axis) => perm.indexOf(axis)) } },
    { ...convolution, op: 'FusedConv', domain: 'com.microsoft', inputs: [x, weights, bias, turned], outputs: [result] },
    { ...turn, inputs: [result], outputs: [sum] },
  ];
}
