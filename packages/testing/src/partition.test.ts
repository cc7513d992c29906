import { expect, test } from 'vitest';
import { gridPartition, outcomePartition } from './partition.ts';

test.each([
  ['a line', gridPartition([[-1, 3]], 8), 4],
  [
    'a rectangle',
    gridPartition(
      [
        [-1, 3],
        [0, 1],
      ],
      6,
    ),
    4,
  ],
])('the cells of %s fill it, and each holds its own event', (_, partition, volume) => {
  const dims = partition.events.length / partition.pieces;
  expect(partition.pieces * partition.volume).toBeCloseTo(volume, 10);
  for (let piece = 0; piece < partition.pieces; piece++) {
    expect(partition.pieceOf(partition.events.subarray(piece * dims, (piece + 1) * dims))).toBe(piece);
  }
});

test('what lies outside of a box belongs to the nearest cell', () => {
  const partition = gridPartition(
    [
      [0, 1],
      [0, 1],
    ],
    10,
  );
  expect(partition.pieceOf([-5, 9])).toBe(9);
  expect(partition.pieceOf([9, -5])).toBe(90);
});

test('outcomes are all events of their values, each a piece and a group', () => {
  const partition = outcomePartition([0, 1, 2], 2);
  expect([...partition.events.subarray(0, 8)]).toEqual([0, 0, 0, 1, 0, 2, 1, 0]);
  expect(partition.pieceOf([1, 2])).toBe(5);
  expect(partition.groups(new Float64Array(9)).count).toBe(9);
});

test.each([1, 2])('groups of a normal density in %d dimensions are about equally probable', (dims) => {
  const partition = gridPartition(Array(dims).fill([-8, 8]), dims === 1 ? 2000 : 80);
  const masses = Float64Array.from({ length: partition.pieces }, (_, piece) => {
    const event = partition.events.subarray(piece * dims, (piece + 1) * dims);
    return Math.exp(-event.reduce((sum, x) => sum + x * x, 0) / 2);
  });
  const { group, count } = partition.groups(masses);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const probabilities = new Float64Array(count);
  for (const [piece, at] of group.entries())
    probabilities[at] = (probabilities[at] as number) + (masses[piece] as number) / total;
  for (const probability of probabilities) {
    expect(probability * count).toBeGreaterThan(dims === 1 ? 0.9 : 0.2);
    expect(probability * count).toBeLessThan(dims === 1 ? 1.1 : 2.5);
  }
});
