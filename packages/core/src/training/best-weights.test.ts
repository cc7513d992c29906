import { expect, test } from 'vitest';
import { BestWeights } from './best-weights.ts';

test('the best validation is kept, with its weights and state, and what is no gain is counted', () => {
  const best = new BestWeights(1, 1);
  const offer = (step: number, validation: number) =>
    best.offer(step, validation, Float32Array.of(step), Float32Array.of(-step));
  offer(1, 3);
  offer(2, 2);
  offer(3, 2);
  offer(4, Number.NaN);
  expect(best.found).toEqual({ step: 2, validation: 2 });
  expect([best.weights[0], best.state[0], best.withoutGain]).toEqual([2, -2, 2]);
  offer(5, 1);
  expect([best.weights[0], best.withoutGain]).toEqual([5, 0]);
});
