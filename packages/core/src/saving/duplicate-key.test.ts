import { expect, test } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

test.each([
  ['{"a":1,"b":{"a":2},"c":["a"],"d":"a"}', undefined],
  ['{"a":1,"b":2,"a":3}', 'a'],
  ['{"a\\"":1,"a":{"x":"}"},"a\\"":2}', 'a"'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{}', undefined],
])('of %s it is %j', (json, key) => {
  expect(duplicateKey(json)).toBe(key);
});
