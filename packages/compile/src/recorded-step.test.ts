import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test } from 'vitest';
import { liveNodes } from './live-nodes.ts';
import { recordStep } from './recorded-step.ts';

const parts = {
  weight: tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2])),
  bias: tf.variable(tf.tensor1d([5, 6])),
  unused: tf.variable(tf.scalar(7)),
};
const seen = tf.variable(tf.scalar(0), false);
const before = [...Object.values(parts), seen].map(({ dataId }) => dataId);
afterEach(() => expect([...Object.values(parts), seen].map(({ dataId }) => dataId)).toEqual(before));

/** A step of some variables that minimises `loss`. */
function stepOf(loss: core.Step['loss'], trained: Record<string, tf.Variable> = parts): core.Step {
  const flat = new core.FlatParameters(new Map(Object.entries(trained)));
  return {
    loss,
    trained: flat,
    gradients: new Float32Array(flat.values.length),
    state: new core.FlatParameters(new Map([['seen', seen]])),
    update: () => expect.unreachable(),
  };
}

const squares: core.Step['loss'] = ({ x, context }, { rng, step }) => {
  seen.assign(seen.add(step));
  const y = tf.matMul(x as tf.Tensor2D, parts.weight as tf.Tensor2D).add(parts.bias);
  return y
    .add(context ?? 0)
    .add(rng.normal(y.shape))
    .square()
    .mean();
};

const x = tf.zeros([3, 2]);

test('small weights are one input, and their gradients one output, in the order of the flat array', () => {
  const { loss, weights, recording } = recordStep(stepOf(squares), { x });
  const { variables } = recording;
  expect(loss.shape).toEqual([]);
  expect(weights.map(({ input, gradient }) => [input.shape, gradient.shape])).toEqual([[[7], [7]]]);
  expect([...variables.keys()]).toEqual([seen]);
});

test('x, the context where there is one, and the number of the step are given, in this order', () => {
  const shapes = (batch: core.Batch) =>
    [...recordStep(stepOf(squares), batch).recording.given].map(({ shape }) => shape);
  expect(shapes({ x })).toEqual([[3, 2], []]);
  expect(shapes({ x, context: tf.zeros([3, 1]) })).toEqual([[3, 2], [3, 1], []]);
});

test('noise is drawn from the generator of the step, and state that the loss assigns is kept apart', () => {
  const { draws, assigned } = recordStep(stepOf(squares), { x }).recording;
  expect(draws.inputs.map(({ from, input }) => [from, input.shape])).toEqual([['normal', [3, 2]]]);
  expect([...assigned.keys()]).toEqual([seen]);
});

test('a weight that the loss does not read has the gradient 0', () => {
  const { graph, outputs } = recordStep(
    stepOf(() => parts.bias.square().sum()),
    { x },
  ).recording;
  const gradient = liveNodes(graph, outputs).find(({ outputs: [output] }) => output === outputs[1]);
  expect(gradient?.op).toBe('Concat');
  expect(gradient?.inputs.map(({ shape }) => shape)).toEqual([[4], [2], [1]]);
});

test('one weight alone needs no cutting', () => {
  const { graph } = recordStep(
    stepOf(() => parts.bias.square().sum(), { bias: parts.bias }),
    { x },
  ).recording;
  expect(graph.nodes.map(({ op }) => op)).not.toContain('Split');
  expect(graph.inputs[0]?.shape).toEqual([2]);
});

test('an assignment of a weight is refused, with the cure', () => {
  const assigning = stepOf(() => {
    parts.bias.assign(parts.bias.mul(2));
    return parts.bias.sum();
  });
  expect(() => recordStep(assigning, { x })).toThrow(/assigns only state of the model.*\[2\]; make it by parameter/);
});
