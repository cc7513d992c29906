import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, expect, test } from 'vitest';
import { readCheckpoint } from './checkpoints.ts';
import { modelPath } from './model-path.ts';
import type { FittedTrial } from './results.ts';
import { settingsOf } from './run-settings.ts';
import { runTrial } from './run-trial.ts';
import { planTrials, type TrialPlan } from './trial-plan.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

const planOn = (model: string, steps: number): TrialPlan => {
  const [plan] = planTrials(settingsOf({ data: ['energy1'], models: [model], steps })) as [TrialPlan];
  return { ...plan, config: { ...plan.config, architecture: { layers: 4, hidden: [16] } } };
};

test('longer fits end nearer to the energy, with the divergence as their loss', async () => {
  const before = tf.memory().numTensors;
  const [short, long] = [
    await runTrial(planOn('iaf', 5), { out, engine: 'compiled' }),
    await runTrial(planOn('iaf', 400), { out, engine: 'compiled' }),
  ] as [FittedTrial, FittedTrial];
  expect(tf.memory().numTensors).toBe(before);
  expect([short.status, long.status]).toEqual(['fitted', 'fitted']);
  expect(long.divergence.mean).toBeLessThan(short.divergence.mean - 0.3);
  const last = long.curve.at(-1)?.train as number;
  expect(Math.abs(last - long.divergence.mean)).toBeLessThan(0.1);
  expect(existsSync(modelPath(out, long))).toBe(true);
});

test('a planar flow is fitted to an energy as other flows are', async () => {
  const [short, long] = [
    await runTrial(planOn('planar-8', 5), { out, engine: 'compiled' }),
    await runTrial(planOn('planar-8', 200), { out, engine: 'compiled' }),
  ] as [FittedTrial, FittedTrial];
  expect([short.status, long.status]).toEqual(['fitted', 'fitted']);
  expect(long.divergence.mean).toBeLessThan(short.divergence.mean - 0.3);
});

test('a fit that was stopped goes on from its checkpoint to the numbers of an unbroken one', async () => {
  const plan = planOn('realnvp', 60);
  const whole = (await runTrial(plan, { out: join(out, 'whole'), engine: 'compiled' })) as FittedTrial;
  const stop = new AbortController();
  const onProgress = ({ step }: { step: number }) => step === 20 && stop.abort();
  const stopped = await runTrial(plan, { out, engine: 'compiled', signal: stop.signal, onProgress });
  expect(stopped.status).toBe('interrupted');
  expect(readCheckpoint(out, plan)).toBeDefined();
  const { divergence, curve } = (await runTrial(plan, { out, engine: 'compiled' })) as FittedTrial;
  expect({ divergence, curve }).toEqual({ divergence: whole.divergence, curve: whole.curve });
});

test.each([
  ['made', 'expected a flow, whose samples its weights move, got "made"'],
  ['gaussian', 'expected a flow, got a closed form'],
])('%s is no flow, and its trial says so', async (model, why) => {
  const [plan] = planTrials(settingsOf({ data: ['energy1'], models: [model] })) as [TrialPlan];
  const before = tf.memory().numTensors;
  const trial = await runTrial(plan, { out, engine: 'compiled' });
  expect(trial).toMatchObject({ status: 'failed', error: expect.stringContaining(why) });
  expect(tf.memory().numTensors).toBe(before);
});
