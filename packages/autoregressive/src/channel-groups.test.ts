import { expect, test } from 'vitest';
import { groupColumns, groupMask, liveOfGroup } from './channel-groups.ts';

const sizes = { inputs: 4, outputs: 4, groups: 2, gates: 1 };

test('outputs lie group after group, in each gate anew', () => {
  expect(groupColumns(sizes)).toEqual([0, 0, 1, 1]);
  expect(groupColumns({ ...sizes, outputs: 8, gates: 2 })).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
});

test('mask A lets in the groups before an output, mask B its own too', () => {
  expect([0, 1].map((group) => liveOfGroup(sizes, 'A', group))).toEqual([0, 2]);
  expect([0, 1].map((group) => liveOfGroup(sizes, 'B', group))).toEqual([2, 4]);
  expect([...groupMask(sizes, 'A')]).toEqual(
    [
      [0, 0, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ].flat(),
  );
  expect([...groupMask(sizes, 'B')]).toEqual(
    [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 1, 1],
    ].flat(),
  );
});
