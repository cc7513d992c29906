import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/real-nvp.json' with { type: 'json' };
import { kinds } from './kinds.ts';
import { realNvp } from './real-nvp.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('realNvp', (rng) => realNvp({ dims: 2, layers: 4, hidden: [8], rng }), {
  eventShape: [2],
  integrates: box,
});
describeDensityModel(
  'realNvp, conditional',
  (rng) => realNvp({ dims: 3, layers: 2, hidden: [8, 8], mask: 'half', context: 2, scale: 'tanh', rng }),
  { eventShape: [3], context: 2 },
);
describeDensityModel(
  'realNvp, batch-normalised',
  (rng) => realNvp({ dims: 4, layers: 3, hidden: [8], mask: 'random', batchNorm: true, rng }),
  { eventShape: [4] },
);
describeDensityModel(
  'realNvp whose training recomputes',
  (rng) => realNvp({ dims: 3, hidden: [8], recompute: true, rng }),
  {
    eventShape: [3],
  },
);

test('log-densities and maps are those of a float64 reference', () => {
  const model = realNvp({ ...golden.options, rng: core.rng(0) });
  assignWeights(core.variablesOf(model), golden.weights);
  tf.tidy(() => {
    expectClose(model.logProb(tf.tensor2d(golden.x)), golden.logProb, { tolerance: 1e-5 });
    expectClose(model.bijector.forward(tf.tensor2d(golden.z)).value, golden.forward.flat(), { tolerance: 1e-5 });
  });
});

test('couplings make a flow that is not Gaussian fit what is not', async () => {
  const rows = core.rng(1).normals(2000);
  const bent = Float32Array.from(rows, (value, i) =>
    i % 2 === 0 ? value : (rows[i - 1] as number) ** 2 + 0.1 * value,
  );
  const data = { data: bent, shape: [1000, 2] };
  const model = realNvp({ dims: 2, layers: 4, hidden: [16, 16], rng: core.rng(0) });
  const { curve } = await core.fit(model, data, {
    rng: core.rng(2),
    steps: 150,
    batchSize: 100,
    optimizer: { rate: 0.01 },
  });
  // The entropy of the data is that of two normals of deviations 1 and 0.1: 0.535 nats.
  const last = curve.at(-1)?.train as number;
  expect(last).toBeLessThan(1.2);
  expect(last).toBeGreaterThan(0.4);
  model.dispose();
});

test('training that recomputes refuses batch normalisation', () => {
  expect(() => realNvp({ dims: 2, batchNorm: true, recompute: true, rng: core.rng(0) })).toThrow(
    'reversible: expected',
  );
});
