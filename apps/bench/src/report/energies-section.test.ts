import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { affine, type Bijector, type DensityModel, flow, save, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { parseHTML } from 'linkedom';
import { afterAll, expect, test } from 'vitest';
import type { FitSummary } from '../fit-summary.ts';
import { modelPath } from '../model-path.ts';
import type { FittedTrial } from '../results.ts';
import { writeAtomically } from '../write-atomically.ts';
import { energiesSection } from './energies-section.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

const normal = (shift: number) =>
  flow<tf.Tensor2D>({
    base: standardNormal({ eventShape: [2] }) as DensityModel<tf.Tensor2D>,
    bijector: affine({ eventShape: [2], shift }) as Bijector<tf.Tensor2D>,
  });

const fitted = (model: string, data: string): FittedTrial => ({
  ...{ model, data, seed: 0, config: { rows: {} }, status: 'fitted', parameters: 4, curve: [] },
  divergence: { mean: 0.5, standardError: 0.01 },
  cost: { trainSeconds: 2 },
});

const summaries: FitSummary[] = [
  {
    model: 'iaf',
    fits: (['energy1', 'energy2'] as const).map((energy) => ({
      energy,
      fitted: [fitted('iaf', energy)],
      failures: [],
      divergence: { mean: 0.5, standardError: 0.01 },
    })),
    trainSeconds: 4,
  },
  {
    model: 'realnvp',
    fits: [
      { energy: 'energy1', fitted: [], failures: ['of <why>'] },
      { energy: 'energy2', fitted: [], failures: [] },
    ],
    trainSeconds: 0,
  },
];

test('each energy has its own pictures and those of the flows that were fitted, and nothing leaks', async () => {
  for (const [shift, { fitted }] of summaries[0]?.fits.entries() ?? []) {
    const model = normal(shift);
    writeAtomically(modelPath(out, fitted[0] as FittedTrial), save(model));
    model.dispose();
  }
  const before = tf.memory().numTensors;
  const { text } = await energiesSection(out, summaries);
  expect(tf.memory().numTensors).toBe(before);
  const { document } = parseHTML(text);
  expect([...document.querySelectorAll('img')].map((image) => image.getAttribute('alt'))).toEqual(
    ['energy1', 'energy2'].flatMap((name) => [
      `Density of ${name}`,
      `Density of IAF on ${name}`,
      `Samples of IAF on ${name}`,
    ]),
  );
  expect(new Set(text.match(/data:image\/png[^"]*/g)).size).toBe(6);
  const cells = [...document.querySelectorAll('tbody td')].map((cell) => cell.textContent);
  expect(cells).toEqual(['0.500 ± 0.010', '0.500 ± 0.010', '4.0 s', 'failed: of <why>', '–', '0.0 s']);
});
