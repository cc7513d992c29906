import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { additiveFamily, affineFamily } from '@flows/core';
import { maskedMlp } from '@flows/made';
import { drawWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { maskedAutoregressive } from './masked-autoregressive.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const body = { hidden: [8, 8], activation: 'tanh' } as const;

describeBijector(
  'maskedAutoregressive, affine',
  (rng) =>
    maskedAutoregressive({
      family: affineFamily(),
      network: maskedMlp({ ...body, dims: 4, order: [2, 4, 1, 3], parameters: 2, rng }),
    }),
  { eventShape: [4] },
);
describeBijector(
  'maskedAutoregressive, additive, conditional and residual',
  (rng) =>
    maskedAutoregressive({
      family: additiveFamily(),
      network: maskedMlp({ ...body, dims: 3, residual: true, context: 2, parameters: 1, rng }),
    }),
  { eventShape: [3], context: 2 },
);
describeBijector(
  'maskedAutoregressive, gated, direct, by Jacobi iterations',
  (rng) =>
    maskedAutoregressive({
      family: core.gatedFamily(),
      network: maskedMlp({ ...body, dims: 3, direct: true, parameters: 2, rng }),
      solver: { tolerance: 1e-6 },
    }),
  { eventShape: [3], onHost: ['forward'] },
);

test('Jacobi iterations give what the sequential solution gives, and say how they came to it', () => {
  const network = maskedMlp({ ...body, dims: 12, parameters: 2, rng: core.rng(0) });
  drawWeights(network, core.rng(1), 0.3);
  const family = affineFamily();
  const z = core.rng(2).normal<tf.Rank.R2>([4, 12]);
  const expected = maskedAutoregressive({ network, family }).solve(z);
  expect(expected).toMatchObject({ residual: 0, iterations: 12 });
  const loose = maskedAutoregressive({ network, family, solver: { tolerance: 1e-2 } }).solve(z);
  expect(loose.residual).toBeLessThanOrEqual(1e-2);
  expect(loose.iterations).toBeLessThan(12);
  const exact = maskedAutoregressive({ network, family, solver: { tolerance: 0 } }).solve(z);
  expect(exact.iterations).toBeLessThanOrEqual(12);
  expectClose(exact.value, expected.value, { tolerance: 1e-5 });
  expectClose(exact.logDet, expected.logDet, { tolerance: 1e-5 });
  const reports: { iterations: number }[] = [];
  const hasty = maskedAutoregressive({
    network,
    family,
    solver: { tolerance: 0, iterations: 2, onSolved: (report) => reports.push(report) },
  });
  const few = hasty.solve(z);
  expect(few.iterations).toBe(2);
  expect(few.residual).toBeGreaterThan(0);
  expect(reports).toEqual([{ iterations: 2, residual: few.residual }]);
  expect(() => hasty.forward(z)).toThrow('expected a residual of at most 0 after 2 iterations');
  expect(hasty.config.solver).toEqual({ tolerance: 0, iterations: 2 });
});

test('what overflows on the way of an iteration is mended by it', () => {
  const steep: core.CustomScale = { logScale: (a) => a.clone() };
  const pair = maskedMlp({ dims: 3, hidden: [4], activation: 'relu', parameters: 2, rng: core.rng(0) });
  const bias = core.variablesOf(pair).get('output.bias') as tf.Variable;
  bias.assign(tf.tensor1d([0, 0, 0, 0, -200, 0]));
  const layer = maskedAutoregressive({
    family: affineFamily({ scale: steep }),
    network: pair,
    solver: { tolerance: 0 },
  });
  const { value, residual } = layer.solve(tf.tensor2d([[3, 1, 2]]));
  expect(value.arraySync()).toEqual([[3, Infinity, 2]]);
  expect(residual).toBe(Infinity);
});

test('a solver that is none is refused', () => {
  const network = maskedMlp({ ...body, dims: 2, parameters: 2, rng: core.rng(0) });
  for (const solver of ['jacobi', { tolerance: -1 }, { tolerance: 1e-3, iterations: 0 }, null]) {
    expect(() => maskedAutoregressive({ network, family: affineFamily(), solver: solver as never })).toThrow(
      'expected solver to be sequential or',
    );
  }
});

test('far from the data, what is not yet known does not spoil what is', () => {
  const network = maskedMlp({ ...body, dims: 30, activation: 'relu', parameters: 2, rng: core.rng(0) });
  for (const variable of core.variablesOf(network).values())
    variable.assign(core.rng(1).normal(variable.shape as [number]));
  for (const [, part] of core.partsOf(network)) part.constrain?.();
  const layer = maskedAutoregressive({ family: affineFamily({ scale: { kind: 'exp', bound: 1 } }), network });
  const z = core.rng(2).normal<tf.Rank.R2>([2, 30]).mul(50) as tf.Tensor2D;
  expect([...layer.forward(z).value.dataSync()].every(Number.isFinite)).toBe(true);
  // A scale without bound: the second element's is infinite until the first, which is far from 0, is known.
  const steep: core.CustomScale = { logScale: (a) => a.clone() };
  const pair = maskedMlp({ dims: 2, hidden: [4], activation: 'relu', parameters: 2, rng: core.rng(0) });
  const bias = core.variablesOf(pair).get('output.bias') as tf.Variable;
  bias.assign(tf.tensor1d([0, 0, 0, -200]));
  const unbounded = maskedAutoregressive({ family: affineFamily({ scale: steep }), network: pair });
  expect(unbounded.forward(tf.tensor2d([[3, 1]])).value.arraySync()).toEqual([[3, Infinity]]);
});

test('a network of the wrong size is refused', () => {
  const network = maskedMlp({ ...body, dims: 3, parameters: 2, rng: core.rng(0) });
  expect(() => maskedAutoregressive({ family: additiveFamily(), network })).toThrow(
    'expected an autoregressive network of 1 outputs',
  );
});

/** Layers of given orders with random weights, each beside a batch normalisation with statistics of its own. */
function layersOf(orders: readonly number[][], turn: (layer: Layer) => Layer): Layer {
  const layers = orders.map((order, layer) => {
    const network = maskedMlp({ ...body, dims: 3, order, parameters: 2, rng: core.rng(layer) });
    return [core.batchNorm({ dims: 3 }), turn(maskedAutoregressive({ network, family: affineFamily() }))];
  });
  const whole = core.chain(...layers.flat());
  for (const [path, variable] of core.variablesOf(whole)) {
    const values = () =>
      core
        .rng(3)
        .fork(path)
        .normal(variable.shape as [number]);
    tf.tidy(() => variable.assign(path.endsWith('variance') ? values().square().add(0.5) : values().mul(0.5)));
  }
  for (const [, part] of core.partsOf(whole)) part.constrain?.();
  return whole;
}
type Layer = core.Bijector;

test.each([
  ['MAF', (layer: Layer) => layer],
  ['IAF', (layer: Layer) => core.invert(layer)],
])('%s: where the missing elements come last in every layer, they are drawn exactly', async (_, turn) => {
  // Element 1 comes last in both, where the others change places.
  const orders = [
    [1, 3, 2],
    [2, 3, 1],
  ];
  const flow = core.flow({ base: core.standardNormal({ eventShape: [3] }), bijector: layersOf(orders, turn) });
  const rows = 1500;
  const observed = core.rng(4).normal<tf.Rank.R2>([rows, 3]);
  const missing = tf.tile(tf.tensor2d([[0, 1, 0]]), [rows, 1]);
  const { x, method } = await core.impute(flow, observed, { rng: core.rng(5), missing });
  expect(method).toBe('exact');
  // z_1 ~ N(0, 1) whatever the others are, which are the observed ones'.
  const [before, after] = [observed, x].map((rows) => flow.bijector.inverse(rows as tf.Tensor2D).value.arraySync());
  const z = (after as number[][]).map((row) => row[1] as number);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / rows;
  expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(rows));
  expect(Math.abs(mean(z.map((value) => value ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / rows));
  for (const j of [0, 2] as const) {
    const other = (after as number[][]).map((row) => row[j] as number);
    expectClose(
      other,
      (before as number[][]).map((row) => row[j] as number),
      { tolerance: 1e-3 },
    );
    const size = Math.sqrt(mean(other.map((value) => value ** 2)));
    expect(Math.abs(mean(other.map((value, row) => value * (z[row] as number)))) / size).toBeLessThan(
      4 / Math.sqrt(rows),
    );
  }
});

test('a row is exact where its missing elements come last in every layer, and needs a chain elsewhere', async () => {
  const orders = [
    [1, 2, 3],
    [2, 1, 3],
  ];
  const flow = core.flow({
    base: core.standardNormal({ eventShape: [3] }),
    bijector: layersOf(orders, (layer) => layer),
  });
  const gap = Number.NaN;
  const x = tf.tensor2d([
    [0.1, 0.2, gap],
    [0.1, gap, gap],
    [gap, 0.2, gap],
    [gap, 0.2, 0.3],
  ]);
  const { method, rows } = await core.impute(flow, x, { rng: core.rng(6), particles: 4, steps: 10 });
  expect(method).toBe('chain');
  expect(rows.map((row) => row.method)).toEqual(['exact', 'chain', 'chain', 'chain']);
});
