import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';

test.each([
  [0.04, '0.0 s'],
  [9.96, '10 s'],
  [59.7, '1 min'],
  [200, '3 min 20 s'],
  [3599.9, '1 h'],
  [7500, '2 h 5 min'],
])('%d seconds read %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
