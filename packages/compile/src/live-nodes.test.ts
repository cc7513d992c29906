import { expect, test } from 'vitest';
import { Graph } from './graph.ts';
import { liveNodes } from './live-nodes.ts';

const out = { shape: [2], dtype: 'float32' as const };

test('the nodes that an output needs stay in their order, and no others', () => {
  const graph = new Graph();
  const x = graph.input([2], 'float32');
  const exp = graph.node('Exp', [x], out);
  const dead = graph.node('Log', [exp], out);
  graph.node('Sin', [dead], out);
  const sum = graph.node('Add', [exp, x], out);
  const ops = (...values: (typeof x)[]) => liveNodes(graph, values).map(({ op }) => op);
  expect(ops(sum)).toEqual(['Exp', 'Add']);
  expect(ops(dead, sum)).toEqual(['Exp', 'Log', 'Add']);
  expect(ops(x)).toEqual([]);
});

test('a node lives by any of its outputs, once', () => {
  const graph = new Graph();
  const x = graph.input([4], 'float32');
  const [first, second] = graph.nodeOf('Split', [x], [out, out]);
  if (!first || !second) throw new Error('expected two outputs');
  expect(liveNodes(graph, [second])).toEqual(graph.nodes);
  expect(liveNodes(graph, [first, second])).toEqual(graph.nodes);
});
