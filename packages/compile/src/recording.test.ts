import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { liveNodes } from './live-nodes.ts';
import { type Placeholders, type Recording, record } from './recording.ts';

const ops = ({ graph, outputs }: Recording) => liveNodes(graph, outputs).map(({ op }) => op);

let weight: tf.Variable;
beforeEach(() => {
  weight = tf.variable(tf.tensor1d([1, 2]));
});
afterEach(() => weight.dispose());

describe('record', () => {
  test('what is given is an input each, in order, whether it is used or not', () => {
    const { graph, given, outputs } = record(({ tensor }) => {
      const [, b] = [tensor([2], 'float32'), tensor([3, 1], 'int32')];
      return [b.neg()];
    });
    expect(given.map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[2], 'float32'],
      [[3, 1], 'int32'],
    ]);
    expect(graph.inputs).toEqual(given);
    expect(outputs[0]).toMatchObject({ shape: [3, 1], dtype: 'int32' });
  });

  test('variables that are read are inputs, other tensors constants', () => {
    const other = tf.variable(tf.scalar(1));
    const closed = tf.tensor1d([3, 4]);
    const { variables, graph } = record(() => [weight.mul(closed)]);
    expect([...variables.keys()]).toEqual([weight]);
    expect(graph.inputs).toEqual([...variables.values()]);
    expect([...graph.constants.values()].map(({ numbers }) => [...(numbers as Float32Array)])).toEqual([[3, 4]]);
    other.dispose();
  });

  test('a tensor of one number everywhere is that number', () => {
    const { graph } = record(({ tensor }) => [tensor([2, 2], 'float32').mul(tf.fill([2, 2], 3))]);
    expect([...graph.constants.values()].map(({ value }) => value.shape)).toEqual([[]]);
  });

  test('variables that are bound are no inputs', () => {
    const other = tf.variable(tf.scalar(1));
    const { variables, graph } = record(
      () => [weight.exp().mul(other)],
      (graph) => (variable) => (variable === weight ? graph.input([2], 'float32', 'bound') : undefined),
    );
    expect([...variables.keys()]).toEqual([other]);
    expect(graph.inputs).toHaveLength(2);
    expect(graph.nodes[0]).toMatchObject({ op: 'Exp', inputs: [{ name: 'bound' }] });
    other.dispose();
  });

  test('outputs are values of their own, where they are inputs, constants, alike or broadcast', () => {
    const { outputs, graph, given } = record(({ tensor }) => {
      const x = tensor([1, 2], 'float32');
      const y = x.exp();
      return [x, y, y, tf.scalar(2), y.broadcastTo([3, 2]), weight];
    });
    expect(new Set([...outputs, ...given].map(({ name }) => name)).size).toBe(7);
    for (const output of outputs) expect(graph.nodes.flatMap(({ outputs }) => outputs)).toContain(output);
    expect(outputs.map(({ shape }) => shape)).toEqual([[1, 2], [1, 2], [1, 2], [], [3, 2], [2]]);
  });

  test('assigned variables have the value of the last assignment, and read it themselves', () => {
    const recording = record(() => {
      weight.assign(weight.exp());
      const between = weight.sin();
      weight.assign(weight.neg());
      return [between];
    });
    expect(ops(recording)).toEqual(['Exp', 'Sin']);
    const assigned = recording.assigned.get(weight);
    expect(liveNodes(recording.graph, assigned ? [assigned] : []).map(({ op }) => op)).toEqual(['Exp', 'Neg']);
  });
});

describe('backend, variables and memory are as they were', () => {
  const states: [string, (placeholders: Placeholders) => tf.Tensor[]][] = [
    ['what is recorded', ({ tensor }) => [tensor<tf.Tensor>([2], 'float32').mul(weight)]],
    [
      'an assignment',
      () => {
        weight.assign(weight.add(1));
        return [weight.mul(2)];
      },
    ],
    ['a gradient', () => tf.grads((w: tf.Tensor) => w.square().sum())([weight])],
  ];
  const failures: [string, () => tf.Tensor[]][] = [
    [
      'a throw',
      () => {
        weight.assign(weight.add(1));
        throw new Error('own');
      },
    ],
    [
      'a throw in a gradient',
      () => {
        weight.assign(weight.add(1));
        return tf.grads((w: tf.Tensor) => w.exp().mul(w.square().dataSync()[0] as number))([weight]);
      },
    ],
    [
      'a throw in the backward pass',
      () => {
        const broken = tf.customGrad((x) => ({
          value: (x as tf.Tensor).exp(),
          gradFunc: (dy) => dy.mul((dy as tf.Tensor).dataSync()[0] as number),
        }));
        return tf.grads((w: tf.Tensor) => broken(w.square()).sum())([weight]);
      },
    ],
    [
      'a throw in nested gradients',
      () => [
        tf.grad((x: tf.Tensor) => tf.grad((y: tf.Tensor) => tf.scalar(y.exp().dataSync()[0] as number))(x))(weight),
      ],
    ],
    ['a throw in tidy', () => tf.tidy(() => [tf.scalar(weight.exp().arraySync() as number)])],
  ];

  const reason = /own|expected a function that reads no value/;
  const unchanged = (act: () => unknown) => {
    const before = { backend: tf.getBackend(), dataId: weight.dataId };
    expectNoLeak(act);
    expect({ backend: tf.getBackend(), dataId: weight.dataId }).toEqual(before);
    expect([...weight.dataSync()]).toEqual([1, 2]);
    expectNoLeak(() => tf.dispose(tf.grads((w: tf.Tensor) => w.square().sum())([weight])));
  };

  test.each(states)('after %s', (_, fn) => unchanged(() => record(fn)));
  test.each(states)('after %s within tidy', (_, fn) => unchanged(() => tf.tidy(() => void record(fn))));
  test.each(failures)('after %s', (_, fn) => unchanged(() => expect(() => record(fn)).toThrow(reason)));
  test.each(failures)('after %s within tidy', (_, fn) =>
    unchanged(() => tf.tidy(() => void expect(() => record(fn)).toThrow(reason))),
  );

  test('after a throw that was caught within, and the recording goes on', () => {
    let recording: Recording | undefined;
    unchanged(() => {
      recording = record(() => {
        expect(() => weight.exp().dataSync()).toThrow(CompileError);
        return [weight.sin()];
      });
    });
    expect(ops(recording as Recording)).toEqual(['Sin']);
  });
});

test('a variable that the function makes is refused, with the cure, and gone', () => {
  const before = Object.keys(tf.engine().registeredVariables);
  const making = () => record(({ tensor }) => [tf.variable(tensor<tf.Tensor>([3], 'float32').exp())]);
  expectNoLeak(() => expect(making).toThrow(CompileError));
  expect(making).toThrow(/makes no variables, got one of shape \[3\]; make it outside/);
  expect(Object.keys(tf.engine().registeredVariables)).toEqual(before);
  expect(ops(record(() => [weight.exp()]))).toEqual(['Exp']);
});

describe('a recording within a recording', () => {
  test('is refused', () => {
    const inner = () => record(() => [weight.exp()]);
    const outer = () =>
      record(() => {
        inner();
        return [weight.sin()];
      });
    expect(outer).toThrow(CompileError);
    expect(outer).toThrow(/no recording within a recording/);
  });

  test('leaves the outer one as it was, where the refusal is caught', () => {
    const other = tf.variable(tf.scalar(1));
    const before = tf.memory().numTensors;
    const outer = record(() => {
      const y = weight.exp();
      expect(() => record(() => [other.exp()])).toThrow(CompileError);
      return [y.sin()];
    });
    expect(ops(outer)).toEqual(['Exp', 'Sin']);
    expect([...outer.variables.keys()]).toEqual([weight]);
    expect(tf.memory().numTensors).toBe(before);
    other.dispose();
  });
});
