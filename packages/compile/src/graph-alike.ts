import type { Numbers } from './dtype.ts';
import { type Graph, type Node, sameShape, type Value } from './graph.ts';

/** Whether two graphs have the same operations of the same values; the numbers of their constants may differ. */
export function isAlike(a: Graph, b: Graph): boolean {
  const names = (values: readonly Value[]) => String(values.map(({ name }) => name));
  const wiring = ({ op, inputs, outputs, attributes }: Node) =>
    `${op} ${names(inputs)} ${names(outputs)} ${JSON.stringify(attributes)}`;
  return (
    names(a.inputs) === names(b.inputs) &&
    String([...a.constants.keys()]) === String([...b.constants.keys()]) &&
    [...a.constants].every(([name, { value }]) => sameShape(value.shape, b.constants.get(name)?.value.shape ?? [])) &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => wiring(node) === wiring(b.nodes[i] as Node))
  );
}

/** Whether numbers are the same, byte by byte. */
export function sameNumbers(a: Numbers, b: Numbers): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  return one?.length === other?.length && (one?.every((byte, i) => byte === other?.[i]) ?? false);
}
