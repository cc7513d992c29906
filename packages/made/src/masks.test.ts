import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { drawMasks, requireMasks } from './masks.ts';

const options = {
  masks: 8,
  dims: 6,
  hidden: [20, 20],
  least: 1,
  residual: false,
  rng: rng(0),
} as const;
const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);

test('order-agnostic masks differ in their order alone, connectivity-agnostic ones in their hidden degrees alone', () => {
  const orders = drawMasks({ ...options, agnostic: 'order' });
  expect(new Set(orders.map(({ elements }) => String(elements))).size).toBeGreaterThan(4);
  expect(new Set(orders.map(({ hidden }) => String(hidden))).size).toBe(1);
  const connectivity = drawMasks({ ...options, agnostic: 'connectivity' });
  expect(new Set(connectivity.map(({ elements }) => String(elements)))).toEqual(new Set(['1,2,3,4,5,6']));
  expect(new Set(connectivity.map(({ hidden }) => String(hidden))).size).toBe(8);
  for (const { elements } of drawMasks({ ...options, agnostic: 'both' }))
    expect(sorted(elements)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('degrees of a layer are between the least of the layer before and D - 1', () => {
  for (const { hidden } of drawMasks({ ...options, hidden: [2, 9, 9], agnostic: 'both' })) {
    let least = 1;
    for (const degrees of hidden) {
      expect(Math.min(...degrees)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...degrees)).toBeLessThanOrEqual(5);
      least = Math.min(...degrees);
    }
  }
});

test('layers of a residual network have the same degrees, since its blocks add them', () => {
  for (const { hidden } of drawMasks({ ...options, residual: true, agnostic: 'both' }))
    expect(hidden[1]).toEqual(hidden[0]);
});

test('masks of another network are refused', () => {
  const masks = drawMasks({ ...options, agnostic: 'both' });
  expect(() => requireMasks(masks, 6, [20, 20])).not.toThrow();
  for (const wrong of [[], 'masks', masks.map(({ hidden }) => ({ hidden, elements: [1, 1, 2, 3, 4, 5] }))]) {
    expect(() => requireMasks(wrong, 6, [20, 20])).toThrow('expected masks to list the degrees of 6 elements');
  }
  expect(() => requireMasks(masks, 6, [20, 19])).toThrow('[20, 19]');
});

test('masks that differ in connectivity have one order, which can be given or drawn; others have none to be given', () => {
  const ordersOf = (order: 'reversed' | 'random') =>
    new Set(drawMasks({ ...options, agnostic: 'connectivity', order }).map(({ elements }) => String(elements)));
  expect(ordersOf('reversed')).toEqual(new Set(['6,5,4,3,2,1']));
  expect(ordersOf('random').size).toBe(1);
  expect(() => drawMasks({ ...options, agnostic: 'both', order: 'reversed' })).toThrow(
    'expected no order where each mask',
  );
});

test('an agnosticism that is none is refused', () => {
  expect(() => drawMasks({ ...options, agnostic: 'all' as 'both' })).toThrow('expected agnostic to be order');
});
