import * as core from '@flows/core';
import { expectClose, integers, interval, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { compiled } from './fixtures/compiled.ts';
import * as compiler from './index.ts';

// The laws of compiled runs for what core has; core itself, which compile imports, tests all others.

const { describeBijector, describeDensityModel } = laws({ ...core, ...compiler }, { only: /compiled/ });

describeBijector('standardize', () => core.standardize({ mean: [1, 2, 3], scale: [1, 2, 0.5] }), { eventShape: [3] });
describeBijector('logit', () => core.logit({ lambda: 0.01 }), { eventShape: [3], data: interval(0, 1) });
describeBijector('affine', () => core.affine({ eventShape: [3] }), { eventShape: [3] });
describeBijector('batchNorm', () => core.batchNorm({ dims: 3 }), { eventShape: [3] });
describeBijector('permute', (rng) => core.permute({ order: rng.permutation(5) }), { eventShape: [5] });
describeBijector('permute, reversed', () => core.permute({ order: core.reversePermutation(3) }), { eventShape: [3] });
describeBijector('reshape', () => core.reshape({ latent: [4], data: [2, 2] }), {
  eventShape: [2, 2],
  latentShape: [4],
});
describeBijector('invert', () => core.invert(core.affine({ eventShape: [3] })), { eventShape: [3] });
describeBijector(
  'chain',
  () =>
    core.chain<tf.Tensor, tf.Tensor>(
      core.affine({ eventShape: [3] }),
      core.permute({ order: [1, 2, 0] }) as core.Bijector,
      core.batchNorm({ dims: 3 }) as core.Bijector,
    ),
  { eventShape: [3] },
);

const recomputing = () =>
  core.reversible<tf.Tensor>(
    core.affine({ eventShape: [3] }),
    core.permute({ order: [1, 2, 0] }) as core.Bijector,
    core.affine({ eventShape: [3], logScale: 0.3 }),
  );

describeBijector('reversible', recomputing, { eventShape: [3] });
describeDensityModel(
  'flow of a reversible, whose training recomputes',
  () => core.flow({ base: core.standardNormal({ eventShape: [3] }), bijector: recomputing() }),
  { eventShape: [3] },
);

describeDensityModel('standardNormal', () => core.standardNormal({ eventShape: [2] }), { eventShape: [2] });
describeDensityModel('diagonalNormal', () => core.diagonalNormal({ eventShape: [2] }), { eventShape: [2] });
describeDensityModel('logistic', () => core.logistic({ eventShape: [2] }), { eventShape: [2] });
describeDensityModel('uniform', () => core.uniform({ eventShape: [2], low: -1 }), {
  eventShape: [2],
  support: interval(-1, 1),
  constant: true,
});
describeDensityModel('mixtureOfGaussians', (rng) => core.mixtureOfGaussians({ dims: 2, components: 3, rng }), {
  eventShape: [2],
});
describeDensityModel(
  'fullGaussian',
  () =>
    core.fullGaussian.fit([
      [0, 1],
      [1, 1.5],
      [-1, 0.2],
      [0.3, 0.2],
    ]),
  { eventShape: [2], train: false },
);
describeDensityModel(
  'flow of data in the unit square',
  () => core.flow({ base: core.diagonalNormal({ eventShape: [2] }), bijector: core.logit({ lambda: 0.001 }) }),
  { eventShape: [2], support: interval(0, 1) },
);
describeDensityModel(
  'dequantized',
  () =>
    core.dequantized({
      model: core.flow({ base: core.diagonalNormal({ eventShape: [2] }), bijector: core.logit() }),
      levels: 6,
    }),
  { eventShape: [2], support: integers(6), samples: false },
);
describeDensityModel(
  'dequantized, variational',
  () =>
    core.dequantized({
      model: core.flow({ base: core.diagonalNormal({ eventShape: [2] }), bijector: core.logit() }),
      levels: 6,
      noise: core.flow({
        base: core.standardNormal({ eventShape: [2] }),
        bijector: core.chain(core.affine({ eventShape: [2] }), core.logit({ lambda: 0 })),
      }),
    }),
  { eventShape: [2], support: integers(6), samples: false },
);

test.each([
  ['gaussianConditional', core.gaussianConditional()],
  ['bernoulliConditional', core.bernoulliConditional()],
  ['categoricalConditional', core.categoricalConditional({ levels: 3 })],
  ['categoricalConditional of scaled input', core.categoricalConditional({ levels: 3, input: 'scaled' })],
  [
    'discretizedLogisticMixtureConditional',
    core.discretizedLogisticMixtureConditional({ levels: 2, components: 3, channels: 2 }),
  ],
  ['mixtureOfGaussiansConditional', core.mixtureOfGaussiansConditional({ components: 3 })],
] as const)('%s, compiled, gives the eager log p, its gradient, input and samples', async (_, conditional) => {
  const x = tf.tensor2d([
    [0, 1],
    [1, 1],
    [1, 0],
  ]);
  const fn = (x: tf.Tensor2D, theta: tf.Tensor2D, rng: core.Rng) => [
    conditional.logProb(x, theta),
    tf.grad((theta) => conditional.logProb(x, theta as tf.Tensor2D).sum())(theta),
    conditional.embed?.(x) ?? x.clone(),
    conditional.sample(theta, { rng, temperature: 0.8 }),
  ];
  const groups = 2 / (conditional.joint ?? 1);
  const theta = core.rng(1).normal<tf.Rank.R2>([3, groups * conditional.parameters]);
  const expected = fn(x, theta, core.rng(2));
  const actual = await compiled(fn)(x, theta, core.rng(2));
  for (const [i, tensor] of expected.entries()) expectClose(actual[i] as tf.Tensor, tensor, { tolerance: 1e-5 });
});
