import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { affineFamily, ShapeError } from '@flows/core';
import { coupling } from '@flows/realnvp';
import { assignWeights, drawWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/glow-layers.json' with { type: 'json' };
import { type GlowNetworkOptions, glowNetwork } from './glow-network.ts';
import { kinds } from './kinds.ts';
import { zeroConvolution } from './zero-convolution.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

const coupled = (rng: core.Rng, options: Partial<GlowNetworkOptions> = {}) =>
  coupling({
    mask: [1, 1, 0],
    family: affineFamily(),
    conditioner: glowNetwork({ inputs: 2, outputs: 2, hidden: 6, rng, ...options }),
  });

describeBijector('coupling of a Glow network', (rng) => coupled(rng), { eventShape: [2, 3, 3] });
describeBijector('coupling of a Glow network in the context of classes', (rng) => coupled(rng, { context: 2 }), {
  eventShape: [2, 2, 3],
  context: 2,
});
describeBijector('coupling of a Glow network in the context of images', (rng) => coupled(rng, { context: 1 }), {
  eventShape: [2, 2, 3],
  context: [2, 2, 1],
});
describeBijector(
  'coupling of a zero convolution, as a prior',
  (rng) =>
    coupling({
      mask: [1, 0],
      family: affineFamily(),
      conditioner: zeroConvolution({ inputs: 1, outputs: 2, rng }),
    }),
  { eventShape: [3, 2, 2] },
);

const make = (options: Partial<GlowNetworkOptions> = {}) =>
  glowNetwork({ inputs: 2, outputs: 3, hidden: 5, rng: core.rng(0), ...options });
const image = core.rng('image').normal<tf.Rank.R4>([2, 4, 5, 2]);
const drawn = (options: Partial<GlowNetworkOptions> = {}) => {
  const net = make(options);
  drawWeights(net, core.rng('weights'), 0.3);
  return net;
};

test('what it makes of images in a context is what a float64 reference does', () => {
  const { options, weights, context, output } = golden.network;
  const net = glowNetwork({ ...options, rng: core.rng(0) });
  assignWeights(core.variablesOf(net), weights as unknown as Record<string, number[]>);
  tf.tidy(() => {
    const got = net.apply(tf.tensor4d(golden.x), { context: tf.tensor2d(context) });
    expectClose(got, tf.tensor4d(output), { tolerance: 1e-5 });
  });
});

test('it starts at zero, and its hidden layers do not', () => {
  const net = make();
  expectClose(net.apply(image), tf.zeros([2, 4, 5, 3]), { tolerance: 0 });
  for (const path of ['input.kernel', 'hidden.kernel']) {
    expect(core.variablesOf(net).get(path)?.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
  }
});

test('a place reads what lies within two of it', () => {
  const wide = core.rng('wide').normal<tf.Rank.R4>([8, 1, 11, 2]);
  const net = drawn();
  const middle = (x: tf.Tensor) => net.apply(x as tf.Tensor4D).slice([0, 0, 5, 0], [-1, 1, 1, 3]);
  const read = tf
    .grad((x) => middle(x).sum())(wide)
    .abs()
    .sum([0, 1, 3])
    .dataSync();
  expect([...read].map((value) => value > 0)).toEqual([...read].map((_, i) => Math.abs(i - 5) <= 2));
});

test.each([[[3]], [[4, 5, 3]]])('a context of %j enters both hidden layers, and one row serves all', (shape) => {
  const net = drawn({ context: 3 });
  const context = core.rng('context').normal([2, ...shape] as [number, number]);
  for (const path of ['inputContext.kernel', 'hiddenContext.kernel']) {
    const kernel = core.variablesOf(net).get(path) as tf.Variable;
    const before = net.apply(image, { context });
    kernel.assign(kernel.mul(2));
    expect(net.apply(image, { context }).sub(before).abs().max().dataSync()[0]).toBeGreaterThan(1e-3);
  }
  const first = context.slice([0], [1]);
  const [one, each] = [first, tf.concat([first, first])].map((context) => net.apply(image, { context }));
  expectClose(one as tf.Tensor, each as tf.Tensor, { tolerance: 1e-5 });
});

test('wrong images, contexts and sizes are refused by name', () => {
  expect(() => make().apply(tf.zeros([2, 4, 5, 3]))).toThrow(
    'GlowNetwork.apply: expected x of shape [batch, height, width, 2], got [2, 4, 5, 3]',
  );
  expect(() => make().apply(image, { context: tf.zeros([2, 3]) })).toThrow(ShapeError);
  expect(() => make({ context: 3 }).apply(image)).toThrow(ShapeError);
  expect(() => make({ hidden: 0 })).toThrow('glowNetwork: expected hidden');
  expect(() => make({ context: 0 })).toThrow('glowNetwork: expected context');
});
