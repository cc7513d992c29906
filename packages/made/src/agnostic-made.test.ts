import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { assignWeights, drawWeights, expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/agnostic-made.json' with { type: 'json' };
import { AgnosticMade, type AgnosticMadeOptions, agnosticMade } from './agnostic-made.ts';
import { agnosticMlp } from './agnostic-mlp.ts';
import { kinds } from './kinds.ts';
import type { Made } from './made.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });

describeDensityModel(
  'agnosticMade of Bernoulli conditionals',
  (rng) =>
    agnosticMade({
      dims: 4,
      hidden: [8, 8],
      masks: 4,
      agnostic: 'both',
      conditional: core.bernoulliConditional(),
      rng,
    }),
  { eventShape: [4], support: integers(2), samplesOnHost: true },
);
describeDensityModel(
  'agnosticMade, order-agnostic, residual, direct and conditional',
  (rng) =>
    agnosticMade({
      dims: 2,
      hidden: [8, 8],
      masks: 2,
      residual: true,
      direct: true,
      context: 2,
      activation: 'elu',
      rng,
    }),
  {
    eventShape: [2],
    context: 2,
    samplesOnHost: true,
    integrates: [
      [-10, 10],
      [-10, 10],
    ],
  },
);

type Golden = {
  options: Omit<AgnosticMadeOptions, 'conditional' | 'rng'>;
  conditional: { kind: string };
  weights: object;
  x: number[][];
  context?: number[][];
  members: number[][];
  logProb: number[];
};

test.each(golden as Golden[])('members and their ensemble are those of a float64 reference: $name', (reference) => {
  const { options, conditional: config, weights, x, context, members, logProb } = reference;
  const conditional = kinds[config.kind]?.(config, () => expect.unreachable()) as core.ConditionalDistribution;
  const model = agnosticMade({ ...options, conditional, rng: core.rng(0) });
  assignWeights(core.variablesOf(model), weights as Parameters<typeof assignWeights>[1]);
  expect(model.members).toHaveLength(members.length);
  tf.tidy(() => {
    const rows = tf.tensor2d(x);
    const given = context && { context: tf.tensor2d(context) };
    for (const [k, expected] of members.entries())
      expectClose((model.members[k] as Made).logProb(rows, given), expected, { tolerance: 1e-5, what: `log p_${k}` });
    expectClose(model.logProb(rows, given), logProb, { tolerance: 1e-5 });
  });
});

test('the density is the mean of its members, each of which is a density of its own', () => {
  const model = agnosticMade({
    dims: 3,
    hidden: [8],
    masks: 5,
    conditional: core.bernoulliConditional(),
    rng: core.rng(0),
  });
  drawWeights(model, core.rng(1));
  tf.tidy(() => {
    const x = tf.tensor2d(Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]));
    const each = model.members.map((member) => [...member.logProb(x).dataSync()].map(Math.exp));
    for (const p of each) expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    const mean = each[0]?.map((_, row) => Math.log(each.reduce((sum, p) => sum + (p[row] as number), 0) / 5));
    expectClose(model.logProb(x), mean as number[], { tolerance: 1e-5 });
  });
});

test('a compiled sampler is refused, since the masks of its rows are chosen on the host', async () => {
  const model = agnosticMade({ dims: 2, hidden: [4], masks: 3, rng: core.rng(0) });
  const compiled = compiler.compileModel(model);
  await expect(compiled.sample(8, { rng: core.rng(0) })).rejects.toThrow(compiler.CompileError);
  compiled.dispose();
});

test('a network that is not agnostic, or of the wrong size, is refused, and members by themselves are not saved', () => {
  const sizes = { dims: 2, hidden: [4], masks: 2, rng: core.rng(0) };
  const conditional = core.gaussianConditional();
  const plain = core.mlp({ inputs: 2, outputs: 4, hidden: [4], rng: core.rng(0) });
  expect(() => new AgnosticMade({ network: plain as never, conditional })).toThrow(
    'agnosticMade: expected the network to be an agnosticMlp, got "mlp"',
  );
  const network = agnosticMlp({ ...sizes, parameters: 3 });
  expect(() => new AgnosticMade({ network, conditional })).toThrow('2 outputs and 1 inputs an element, got 3 and 1');
  const [member] = agnosticMade(sizes).members;
  expect(() => core.save(member as Made)).toThrow('to be plain JSON, got a function');
});
