import { expect, test } from 'vitest';
import { NonFiniteGuard } from './non-finite-guard.ts';

const result = (applied: boolean) => ({ loss: 0, gradientNorm: 0, applied });
const array = (value: number) => Float32Array.of(value);

function guarded() {
  const optimizer = {
    parameters: array(1),
    firstMoment: array(0),
    secondMoment: array(0),
    averaged: array(0),
    updates: 0,
  };
  const live = { optimizer, state: array(10) };
  const guard = new NonFiniteGuard(live);
  guard.begin();
  return { guard, live };
}
const skipThrice = (guard: NonFiniteGuard) => [false, false, false].map((applied) => guard.after(result(applied)));

test('the third skip in a row rolls back, and a finite step between begins the count anew', () => {
  const { guard } = guarded();
  expect([false, false, true, false, false].map((applied) => guard.after(result(applied)))).not.toContain('roll back');
  expect(guard.after(result(false))).toBe('roll back');
  expect(guard.counts.skipped).toBe(5);
});

test('a roll-back goes to weights, moments and state of the snapshot that a finite step proved', () => {
  const { guard, live } = guarded();
  live.optimizer.parameters[0] = 2;
  live.optimizer.updates = 7;
  guard.before();
  guard.after(result(true));
  // A candidate that no finite step followed is no snapshot.
  live.optimizer.parameters[0] = 3;
  live.state[0] = 30;
  guard.before();
  expect(skipThrice(guard).at(-1)).toBe('roll back');
  guard.rollBack();
  expect([live.optimizer.parameters[0], live.optimizer.updates, live.state[0]]).toEqual([2, 7, 10]);
});

test('the third roll-back to one and the same snapshot is divergence; a newer snapshot begins the count anew', () => {
  const { guard } = guarded();
  const verdict = () => {
    const last = skipThrice(guard).at(-1);
    guard.rollBack();
    return last;
  };
  expect([verdict(), verdict()]).toEqual(['roll back', 'roll back']);
  guard.before();
  guard.after(result(true));
  expect([verdict(), verdict(), verdict()]).toEqual(['roll back', 'roll back', 'diverged']);
});
