import { expect, test } from 'vitest';
import { groupsOf } from './groups-of.ts';

test('channels part into as many groups as the conditional gives one after another', () => {
  expect(groupsOf('model', 3, {})).toBe(3);
  expect(groupsOf('model', 6, { joint: 3 })).toBe(2);
  expect(() => groupsOf('model', 3, { joint: 2 })).toThrow(
    'model: expected channels in groups of 2, which are given together, got 3',
  );
});
