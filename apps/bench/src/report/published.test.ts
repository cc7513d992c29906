import { expect, test } from 'vitest';
import type { DataFacts, DoneTrial } from '../results.ts';
import { settingsOf } from '../run-settings.ts';
import { planTrials } from '../trial-plan.ts';
import { publishedFor } from './published.ts';

const figureOf = (asked: Parameters<typeof settingsOf>[0]) => {
  const [, plan] = planTrials(settingsOf({ data: ['protein'], models: ['maf'], ...asked }));
  return publishedFor({ name: 'protein' } as DataFacts, plan as unknown as DoneTrial);
};

test('a published figure stands beside a trial of its settings', () => {
  expect(figureOf({ profile: 'standard' })).toEqual({ source: 'zuko 1.6.0', nll: -3.22, stderr: 0.06 });
});

test('a trial of other settings has no published figure beside it', () => {
  expect(figureOf({ profile: 'standard', epochs: 5 })).toBeUndefined();
  expect(figureOf({ profile: 'quick' })).toBeUndefined();
});
