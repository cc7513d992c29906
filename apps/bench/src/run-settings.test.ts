import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { quick } from './profiles/quick.ts';
import { requireSameSettings, settingsOf } from './run-settings.ts';

test('without flags a run is the quick profile', () => {
  const { models, data, seeds } = quick;
  expect(settingsOf({})).toEqual({ profile: 'quick', models, data, seeds, engine: 'compiled' });
});

test('a flag stands before what the profile says', () => {
  const asked = { models: ['maf'], seeds: [3, 4], steps: 10 };
  expect(settingsOf({ profile: 'standard', ...asked })).toMatchObject({ profile: 'standard', ...asked });
});

test.each([
  ['steps and epochs together', { steps: 1, epochs: 1 }, '--steps or --epochs'],
  ['data that does not exist', { data: ['absent.npz'] }, 'called absent.npz'],
  ['two files of one name', { data: ['moons', 'elsewhere/moons.csv'] }, 'two data sets are called moons'],
  ['the paper profile without data', { profile: 'paper' as const }, 'give --data'],
])('%s is refused', (_, asked, message) => {
  expect(() => settingsOf(asked)).toThrow(ConfigError);
  expect(() => settingsOf(asked)).toThrow(message);
});

test('going on takes flags that say what the run has, and refuses others', () => {
  const begun = settingsOf({ models: ['maf'], steps: 10 });
  expect(() => requireSameSettings('out', begun, { models: ['maf'] })).not.toThrow();
  expect(() => requireSameSettings('out', begun, { models: ['made'] })).toThrow('--models maf, now made');
  expect(() => requireSameSettings('out', begun, { epochs: 2 })).toThrow('--epochs was not given, now 2');
});
