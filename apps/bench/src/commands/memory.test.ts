import { expect, test } from 'vitest';
import { said } from '../fixtures/said.ts';

test.each([
  [['--depths', '4,none'], 'Expected a whole number of at least 1'],
  [['--depths', '4,,8'], 'Expected items with commas between them'],
  [['--depths', '4,4'], '4 comes twice'],
])('memory answers %j by what is allowed', async (words, answer) => {
  expect(await said('memory', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(answer) });
});
