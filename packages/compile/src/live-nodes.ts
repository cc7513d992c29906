import type { Node, Value } from './graph.ts';

/** The nodes that the outputs need, in the order in which they run. */
export function liveNodes({ nodes }: { readonly nodes: readonly Node[] }, outputs: readonly Value[]): Node[] {
  const needed = new Set(outputs.map(({ name }) => name));
  const live: Node[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some(({ name }) => needed.has(name))) continue;
    live.push(node);
    for (const { name } of node.inputs) needed.add(name);
  }
  return live.reverse();
}
