import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VariableState } from './variable-state.ts';

describe('VariableState', () => {
  let variable: tf.Variable;
  let state: VariableState;
  const numbers = async () => [...(await state.numbers(variable))];
  const run = (...assigned: number[]) => {
    state.begin([variable]);
    state.assign(variable, Float32Array.from(assigned));
  };
  beforeEach(() => {
    variable = tf.variable(tf.tensor1d([1, 2]));
    state = new VariableState();
  });
  afterEach(() => variable.dispose());

  test('reads a variable anew after each assignment, and only then', async () => {
    expect(await numbers()).toEqual([1, 2]);
    expect(await state.numbers(variable)).toBe(await state.numbers(variable));
    variable.assign(tf.tensor1d([3, 4]));
    expect(await numbers()).toEqual([3, 4]);
  });

  test('what a run assigned comes before what the variable held, and reaches it by sync', async () => {
    run(5, 6);
    expect(await numbers()).toEqual([5, 6]);
    expect([...variable.dataSync()]).toEqual([1, 2]);
    expect(state.isAhead(variable)).toBe(true);
    state.sync();
    expect(state.isAhead(variable)).toBe(false);
    expect([...variable.dataSync()]).toEqual([5, 6]);
    expect(await numbers()).toEqual([5, 6]);
  });

  test('an assignment from outside comes before what a run assigned, and sync leaves it', async () => {
    run(5, 6);
    variable.assign(tf.tensor1d([7, 8]));
    expect(state.isAhead(variable)).toBe(false);
    state.sync();
    expect([...variable.dataSync()]).toEqual([7, 8]);
    expect(await numbers()).toEqual([7, 8]);
  });

  test('an assignment from outside during a run comes before what that run assigns, and not the next one', async () => {
    state.begin([variable]);
    variable.assign(tf.tensor1d([7, 8]));
    state.assign(variable, Float32Array.of(5, 6));
    expect(await numbers()).toEqual([7, 8]);
    run(9, 10);
    expect(await numbers()).toEqual([9, 10]);
  });

  test('sync during a run writes what was there before, and takes nothing from the run', async () => {
    run(5, 6);
    state.begin([variable]);
    state.sync();
    expect([...variable.dataSync()]).toEqual([5, 6]);
    state.assign(variable, Float32Array.of(7, 8));
    state.sync();
    expect([...variable.dataSync()]).toEqual([7, 8]);
  });

  test('sync assigns once, copies, and leaks nothing', async () => {
    const assigned = Float32Array.of(5, 6);
    state.begin([variable]);
    state.assign(variable, assigned);
    const before = tf.memory().numTensors;
    state.sync();
    const { dataId } = variable;
    state.sync();
    expect(variable.dataId).toBe(dataId);
    expect(tf.memory().numTensors).toBe(before);
    assigned[0] = 99;
    expect([...variable.dataSync()]).toEqual([5, 6]);
  });

  test.each(['int32', 'bool'] as const)('a variable of %s stays one', async (dtype) => {
    const whole = tf.variable(tf.tensor1d([0, 1], dtype));
    state.begin([whole]);
    state.assign(whole, dtype === 'int32' ? Int32Array.of(1, 0) : Uint8Array.of(1, 0));
    state.sync();
    expect([whole.dtype, ...whole.dataSync()]).toEqual([dtype, 1, 0]);
    whole.dispose();
  });

  test('cleared, it knows the variables alone', async () => {
    run(5, 6);
    state.clear();
    state.sync();
    expect(await numbers()).toEqual([1, 2]);
  });
});
