import { expect, test } from 'vitest';
import { LearningCurve } from './learning-curve.ts';

test('a point is the mean of the losses since the last one', () => {
  const curve = new LearningCurve();
  for (const loss of [1, 2]) curve.add(loss);
  curve.mark(2, 7);
  curve.add(5);
  curve.mark(3);
  expect(curve.points).toEqual([
    { step: 2, train: 1.5, validation: 7 },
    { step: 3, train: 5 },
  ]);
  expect(curve.validation).toBe(7);
});

test('counters bring back the same curve by way of JSON, whatever its numbers', () => {
  const curve = new LearningCurve();
  curve.mark(1, Number.NaN);
  curve.add(0.1);
  curve.mark(2, Infinity);
  curve.add(0.2);
  const again = new LearningCurve();
  again.restore(JSON.parse(JSON.stringify(curve.counters)));
  expect(again).toEqual(curve);
});
