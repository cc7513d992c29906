import { expect, test } from 'vitest';
import { hiddenDegrees } from './degrees.ts';
import { mask } from './mask.ts';
import { panelsOf } from './panels.ts';

test.each([
  [512, 512, 43],
  [300, 520, 7],
  [1024, 256, 784],
  [256, 40, 2],
])('panels of %i by %i weights of %i elements hold every row once and leave out only zeros', (rows, columns, dims) => {
  const [from, to] = [hiddenDegrees(rows, dims, 1), hiddenDegrees(columns, dims, 1)];
  const panels = panelsOf(from, to);
  expect(panels.length).toBeGreaterThan(1);
  expect(panels.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual([
    ...from.keys(),
  ]);
  expect(panels[0]?.first).toBe(0);
  const M = mask(from, to, 'hidden');
  let previous = 0;
  for (const { from: row, to: end, first } of panels) {
    expect(first).toBeGreaterThanOrEqual(previous);
    expect(first).toBeLessThan(columns);
    previous = first;
    for (let i = row; i < end; i++)
      expect(M.subarray(i * columns, i * columns + first).every((m) => m === 0)).toBe(true);
  }
});

test('small layers and degrees that are not sorted make one panel', () => {
  const whole = (rows: number) => [{ from: 0, to: rows, first: 0 }];
  expect(panelsOf(hiddenDegrees(100, 6, 1), hiddenDegrees(100, 6, 1))).toEqual(whole(100));
  const twice = [...hiddenDegrees(200, 6, 1), ...hiddenDegrees(200, 6, 1)];
  expect(panelsOf(twice, twice)).toEqual(whole(400));
});
