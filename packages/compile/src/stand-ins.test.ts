import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Value } from './graph.ts';
import { liveNodes } from './live-nodes.ts';
import { type Recording, record } from './recording.ts';

let weight: tf.Variable<tf.Rank.R1>;
beforeEach(() => {
  weight = tf.variable(tf.tensor1d([1, 2]));
});
afterEach(() => weight.dispose());

describe('what a function assigns or makes a variable from stays its owner’s:', () => {
  test('an assignment of a tensor of the closure', () => {
    const closed = tf.tensor1d([3, 4]);
    let recording: Recording | undefined;
    expectNoLeak(() => {
      recording = record(() => {
        weight.assign(closed);
        return [weight.sin()];
      });
    });
    expect([...(recording?.assigned.keys() ?? [])]).toEqual([weight]);
    expect(recording?.variables.size).toBe(0);
    expect([...closed.dataSync()]).toEqual([3, 4]);
    expect([...weight.dataSync()]).toEqual([1, 2]);
    closed.dispose();
  });

  test('a variable that is refused', () => {
    const closed = tf.tensor1d([3, 4]);
    expect(() => record(() => [tf.variable(closed).exp()])).toThrow(/makes no variables/);
    expect([...closed.dataSync()]).toEqual([3, 4]);
    closed.dispose();
  });

  test('one variable’s value for another, and the other way round', () => {
    const other = tf.variable(tf.tensor1d([5, 6]));
    const recording = record(() => {
      const before = weight.clone();
      weight.assign(other);
      other.assign(before);
      return [];
    });
    const inputOf = (variable: tf.Variable) => {
      const [node] = liveNodes(recording.graph, [recording.assigned.get(variable) as Value]);
      return node?.inputs[0];
    };
    expect(inputOf(weight)).toBe(recording.variables.get(other));
    expect(inputOf(other)).toBe(recording.variables.get(weight));
    other.dispose();
  });
});

test('variables of text are left as they are', () => {
  const text = tf.variable(tf.tensor(['a', 'b']));
  const before = tf.memory();
  record(() => [weight.exp()]);
  expect(tf.memory()).toEqual(before);
  expect(text.dataSync()).toEqual(['a', 'b']);
  text.dispose();
});
