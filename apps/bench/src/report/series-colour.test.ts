import { expect, test } from 'vitest';
import { models } from '../models.ts';
import { pageStyle } from './page-style.ts';
import { seriesColour } from './series-colour.ts';

test('every model has a colour of its own, which the page defines for light and for dark', () => {
  const used = Object.keys(models).map(seriesColour);
  expect(new Set(used).size).toBe(used.length);
  for (const colour of used) {
    const name = colour.slice('var('.length, -1);
    expect(pageStyle.split(`${name}: #`)).toHaveLength(3);
  }
});
