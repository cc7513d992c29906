import { expect, test } from 'vitest';
import type { ProfileName } from '../profiles.ts';
import type { DataFacts, DoneTrial } from '../results.ts';
import { settingsOf } from '../run-settings.ts';
import { planTrials } from '../trial-plan.ts';
import { publishedFor } from './published.ts';

const figuresOf = (name: string, model: string, asked: Parameters<typeof settingsOf>[0]) => {
  const plans = planTrials(settingsOf({ data: [name], models: [model], ...asked }));
  return publishedFor({ name } as DataFacts, plans.at(-1) as unknown as DoneTrial);
};

test('a published figure stands beside a trial of its settings', () => {
  expect(figuresOf('protein', 'maf', { profile: 'standard' })).toEqual([
    { source: 'zuko 1.6.0', value: -3.22, stderr: 0.06, settings: 'same settings' },
  ]);
});

test('a trial of other settings has no published figure beside it', () => {
  expect(figuresOf('protein', 'maf', { profile: 'standard', epochs: 5 })).toEqual([]);
  expect(figuresOf('protein', 'maf', { profile: 'quick' })).toEqual([]);
});

test('figures of images stand beside trials of any settings, in their space, and say whether settings agree', () => {
  const told = (profile: ProfileName) =>
    figuresOf('mnist', 'maf', { profile }).map(({ value, space, part, settings }) => [value, space, part, settings]);
  const others = [
    [1299.3, 'logit', 'validation', 'other settings'],
    [1283, 'logit', 'validation', 'other settings'],
  ];
  expect(told('paper')).toEqual([[1300.5, 'logit', undefined, 'same settings'], ...others]);
  expect(told('standard')).toEqual([[1300.5, 'logit', undefined, 'other settings'], ...others]);
  expect(figuresOf('binarized-mnist', 'made', { profile: 'quick' })).toMatchObject([
    { value: 94.5, space: undefined, settings: 'other settings' },
  ]);
});

test("of models of images the figures are bits a dimension, and NICE's a log-likelihood in [0, 1)", () => {
  const told = (model: string) =>
    figuresOf('mnist', model, { profile: 'standard' }).map(({ value, space }) => [value, space]);
  expect(told('realnvp-variational')).toEqual([
    [1.043, 'bits'],
    [1.02, 'bits'],
  ]);
  expect(told('glow')).toEqual([[1.05, 'bits']]);
  expect(told('nice')).toEqual([[1980.5, 'unit interval']]);
  expect(figuresOf('digits', 'glow', { profile: 'standard' })).toEqual([]);
});

test('images of fewer bits have none', () => {
  expect(figuresOf('mnist', 'glow', { profile: 'standard', bits: 5 })).toEqual([]);
  expect(figuresOf('mnist', 'glow', { profile: 'standard', bits: 8 })).toHaveLength(1);
});
