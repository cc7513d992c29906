import { expect, test } from 'vitest';
import { affineFamily } from '../bijectors/affine-family.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { readSafetensors } from './safetensors.ts';
import { save } from './save.ts';

test('a file says what it is built from, in the metadata of safetensors', () => {
  const { tensors, metadata } = readSafetensors(save(standardNormal({ eventShape: [3] })));
  expect(tensors.size).toBe(0);
  expect(JSON.parse(metadata.get('config') as string)).toEqual({ kind: 'standard-normal', eventShape: [3] });
  expect(metadata.get('schemaVersion')).toBe('1');
});

test("a function of one's own has no name in a file, and is refused with its path", () => {
  const family = affineFamily({ scale: { logScale: (a) => a.clone() } });
  expect(() => save(family)).toThrow('expected config.scale.logScale to be plain JSON, got a function');
});
