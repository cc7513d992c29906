import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { runModel } from './fixtures/run-model.ts';
import { type Node, sameShape, type Value } from './graph.ts';
import { liveNodes } from './live-nodes.ts';
import { onnxModel } from './onnx-model.ts';
import { record } from './recording.ts';
import { summedConvolutions } from './summed-convolutions.ts';

const image = [2, 4, 5, 3];
const filter = [3, 3, 3, 3];
type Image = tf.Tensor4D;

/** What `fn` does with two images and a filter, its nodes with sums in convolutions, and what those come to. */
function summed(fn: (x: Image, z: Image, w: Image) => tf.Tensor[], second = image) {
  const { graph, given, outputs } = record(({ tensor }) =>
    fn(tensor(image, 'float32'), tensor(second, 'float32'), tensor(filter, 'float32')),
  );
  const live = liveNodes(graph, outputs);
  const nodes = summedConvolutions(live, outputs);
  const opsOf = (nodes: readonly Node[]) => nodes.map(({ op }) => op).filter((op) => /Conv|Add/.test(op));
  return { graph, given, outputs, nodes, ops: opsOf(nodes), before: opsOf(live) };
}

const convolution = (x: Image, w: Image) => tf.conv2d(x, w, 1, 'same') as Image;
const bias = () => tf.tensor1d([1, 2, 3]);

const sums: readonly [name: string, fn: (x: Image, z: Image, w: Image) => tf.Tensor[]][] = [
  ['a convolution and an image', (x, z, w) => [convolution(x, w).add(z)]],
  ['an image and a convolution with a bias', (x, z, w) => [z.add(convolution(x, w).add(bias()))]],
  ['an image of another convolution that goes on', (x, z, w) => [convolution(x, w).add(z.relu()), z.relu().exp()]],
];

test.each(sums)('the sum of %s is one operation, of the same value', async (_, fn) => {
  const { graph, given, outputs, nodes, ops } = summed(fn);
  expect(ops).toEqual(['FusedConv']);
  const tensors = [image, image, filter].map((shape, i) => tf.randomNormal(shape, 0, 1, 'float32', i + 1));
  const results = await runModel(
    onnxModel(
      { nodes, constants: graph.constants.values() },
      { inputs: given.map((value) => ({ value })), outputs: outputs.map((value) => ({ value })) },
    ),
    Object.fromEntries(given.map(({ name }, i) => [name, tensors[i] as tf.Tensor])),
  );
  const expected = fn(...(tensors as [Image, Image, Image]));
  for (const [i, output] of outputs.entries()) {
    const reference = [...(expected[i] as tf.Tensor).dataSync()].map((value) => expect.closeTo(value, 4));
    const { data } = results[output.name] as { data: unknown };
    expect([...(data as Float32Array)]).toEqual(reference);
  }
});

test('of two convolutions one takes the other in', () => {
  expect(summed((x, z, w) => [convolution(x, w).add(convolution(z, w))]).ops).toEqual(['Conv', 'FusedConv']);
});

test('a chain of sums takes each convolution in, in an order that runs', () => {
  const { nodes, given, graph, ops } = summed((x, z, w) => {
    const h = convolution(x, w).add<Image>(z);
    return [h.add(convolution(h, w))];
  });
  expect(ops).toEqual(['FusedConv', 'FusedConv']);
  const known = new Set([...given.map(({ name }) => name), ...graph.constants.keys(), '']);
  for (const { inputs, outputs } of nodes) {
    expect(inputs.filter(({ name }) => !known.has(name))).toEqual([]);
    for (const { name } of outputs) known.add(name);
  }
});

test.each<[string, (x: Image, z: Image, w: Image) => tf.Tensor[], number[]?]>([
  ['that something else reads', (x, z, w) => [convolution(x, w).add(z), convolution(x, w).exp()]],
  ['that is an output itself', (x, z, w) => [convolution(x, w).add(z), convolution(x, w)]],
  ['that is added to itself', (x, _, w) => [convolution(x, w).add(convolution(x, w))]],
  ['that an addend is repeated for', (x, z, w) => [convolution(x, w).add(z)], [2, 4, 1, 3]],
])('a convolution %s stays as it is', (_, fn, second) => {
  const { ops, before } = summed(fn, second);
  expect(ops).toEqual(before);
  expect(ops).not.toContain('FusedConv');
});

test('what is summed has the shape that it had', () => {
  const { nodes, outputs } = summed((x, z, w) => [convolution(x, w).add(z)]);
  const made = nodes.at(-1)?.outputs[0] as Value;
  expect(made).toBe(outputs[0]);
  expect(sameShape(made.shape, image)).toBe(true);
});
