import * as core from '@flows/core';
import {
  bernoulliConditional,
  type ConditionalDistribution,
  categoricalConditional,
  complete,
  discretizedLogisticMixtureConditional,
  impute,
  type Kinds,
  type Rng,
  rng,
  sampleInChunks,
} from '@flows/core';
import { expectClose, expectNoLeak, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { AutoregressiveModel } from './autoregressive-model.ts';
import { describeCausalNetwork } from './fixtures/describe-causal-network.ts';
import { linearNetwork } from './fixtures/linear-network.ts';
import { kinds as own } from './kinds.ts';

const kinds: Kinds = { ...own, 'linear-network': (config) => linearNetwork({ ...config, rng: rng(0) }) };
const { describeDensityModel } = laws({ ...core, kinds });

type Shape = readonly [number, number, number];
type Options = { stride?: number; context?: number; eventShape?: readonly number[] };

/** A model over a linear network of the sizes that the conditional wants. */
const linear =
  (shape: Shape, conditional: ConditionalDistribution, { eventShape = shape, ...options }: Options = {}) =>
  (rng: Rng) => {
    const { parameters, inputs = 1, joint = 1 } = conditional;
    const network = linearNetwork({ shape, inputs, parameters, groups: shape[2] / joint, ...options, rng });
    return new AutoregressiveModel({ eventShape, network, conditional });
  };

describeCausalNetwork(
  'a linear network',
  (rng) => linear([3, 2, 2], categoricalConditional({ levels: 3 }))(rng).parts.network,
);
describeCausalNetwork(
  'a linear network of a sound',
  (rng) => linear([1, 7, 1], bernoulliConditional(), { stride: 3, context: 2 })(rng).parts.network,
  { context: [2] },
);

describeDensityModel('images of two levels', linear([2, 2, 1], bernoulliConditional()), {
  eventShape: [2, 2, 1],
  support: integers(2),
});
describeDensityModel('images of three channels', linear([1, 2, 3], categoricalConditional({ levels: 2 })), {
  eventShape: [1, 2, 3],
  support: integers(2),
});
describeDensityModel(
  'pixels that are given together',
  linear([1, 2, 3], discretizedLogisticMixtureConditional({ levels: 2, components: 2, channels: 3 })),
  { eventShape: [1, 2, 3], support: integers(2) },
);
describeDensityModel(
  'sounds whose length is no multiple of the stride',
  linear([1, 5, 1], categoricalConditional({ levels: 3 }), { stride: 2, context: 2, eventShape: [5] }),
  { eventShape: [5], support: integers(3), context: [2] },
);

describe('beginnings', () => {
  const model = linear([2, 2, 1], categoricalConditional({ levels: 3 }))(rng(1));
  const image = (...values: number[]) => tf.tensor4d(values, [1, 2, 2, 1]);

  test('log p of a beginning is that of all its endings together', () => {
    const endings = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => image(2, 0, a, b)));
    const each = endings.map((x) => Math.exp(model.logProb(x).dataSync()[0] as number));
    const sum = Math.log(each.reduce((total, p) => total + p, 0));
    expectClose(model.logProb(image(2, 0, NaN, NaN)), [sum], { tolerance: 1e-6 });
  });

  test('a gap that is not the end of a row has no log p', () => {
    expect(model.logProb(image(NaN, 0, 1, NaN)).dataSync()[0]).toBeNaN();
  });

  test('complete goes on from what is given, as likely as the model says', async () => {
    const count = 3000;
    const beginnings = image(2, 0, 1, NaN).tile<tf.Tensor4D>([count, 1, 1, 1]);
    const completed = await complete(model, beginnings, { rng: rng(2), chunk: 1000 });
    expectClose(completed.slice([0, 0, 0, 0], [-1, 1, 2, 1]), beginnings.slice([0, 0, 0, 0], [-1, 1, 2, 1]));
    const last = completed.reshape([count, 4]).slice([0, 3], [-1, 1]);
    for (const level of [0, 1, 2]) {
      const conditional = model
        .logProb(image(2, 0, 1, level))
        .sub(model.logProb(image(2, 0, 1, NaN)))
        .exp();
      const share = last.equal(level).mean().dataSync()[0] as number;
      // Four standard deviations of the share of 3000 draws.
      expect(Math.abs(share - (conditional.dataSync()[0] as number))).toBeLessThan(0.037);
    }
  });

  test('gaps that do not come last, and levels that are none, are refused, and nothing leaks', async () => {
    await expectNoLeak(async () => {
      const [gap, off] = [image(NaN, 0, 1, NaN), image(0.5, 0, NaN, NaN)];
      await expect(complete(model, gap, { rng: rng(2) })).rejects.toThrow('got 0 at element 1 of row 0 after NaN at 0');
      await expect(complete(model, off, { rng: rng(2) })).rejects.toThrow('got none in row 0');
      tf.dispose([gap, off]);
    });
  });

  test('of pixels that are given together a part is refused', async () => {
    const conditional = discretizedLogisticMixtureConditional({ levels: 2, components: 1, channels: 3 });
    const pixels = linear([1, 2, 3], conditional)(rng(1));
    const part = tf.tensor4d([0, 1, NaN, NaN, NaN, NaN], [1, 1, 2, 3]);
    await expect(complete(pixels, part, { rng: rng(2) })).rejects.toThrow('expected whole groups of 3 elements');
    expect(pixels.logProb(part).dataSync()[0]).toBeNaN();
  });

  test('impute is exact where gaps come last, and weighs candidates elsewhere', async () => {
    const last = await impute(model, image(2, 0, NaN, NaN), { rng: rng(3) });
    expect(last.method).toBe('exact');
    expect([...last.x.dataSync()].slice(0, 2)).toEqual([2, 0]);
    const first = await impute(model, image(NaN, 0, 1, 2), { rng: rng(3) });
    expect(first.method).toBe('importance');
  });
});

test('sampleInChunks draws as sample does, tells of steps, and stops between two of them', async () => {
  const model = linear([3, 2, 1], bernoulliConditional())(rng(1));
  const told: number[] = [];
  await expectNoLeak(async () => {
    const drawn = await sampleInChunks(model, 2, { rng: rng(4), onProgress: ({ done }) => told.push(done) });
    // Its one chunk draws from a generator of its own.
    const generator = rng(4);
    const own = generator.fork(generator.integer(2 ** 31)).fork(0);
    const expected = model.sample(2, { rng: own });
    expectClose(drawn, expected, { tolerance: 0 });
    tf.dispose([drawn, expected]);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(sampleInChunks(model, 2, { rng: rng(4), signal: stop.signal, onProgress })).rejects.toThrow('enough');
  });
  expect(told.length).toBeGreaterThan(2);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(2);
});

test('a sample from the cache is the one that the whole network gives, run again for each element', () => {
  const conditional = categoricalConditional({ levels: 3 });
  const model = linear([2, 3, 2], conditional)(rng(1));
  const dims = 12;
  const generator = rng(5);
  let x = tf.zeros<tf.Rank.R2>([4, dims]);
  for (let i = 0; i < dims; i++) {
    const theta = model
      .theta(x.reshape([4, 2, 3, 2]))
      .reshape([4, 3, dims])
      .slice([0, 0, i], [-1, -1, 1]);
    const drawn = conditional.sample(theta.reshape([4, 3]), { rng: generator, temperature: 1 });
    x = tf.concat2d([x.slice([0, 0], [-1, i]), drawn, tf.zeros([4, dims - i - 1])], 1);
  }
  expectClose(model.sample(4, { rng: rng(5) }).reshape([4, dims]), x, { tolerance: 0 });
});

test('a context that is none of the model’s is refused where a sample is drawn, by the name of what came', () => {
  const model = linear([1, 5, 1], categoricalConditional({ levels: 3 }), { context: 2, eventShape: [5] })(rng(1));
  const wrong = tf.zeros([2, 4, 2]);
  expect(() => model.sample(2, { rng: rng(0), context: wrong })).toThrow('got [2, 4, 2]');
});

test('a network of other sizes than the conditional or the events is refused', () => {
  const network = linearNetwork({ shape: [2, 2, 1], inputs: 1, parameters: 1, groups: 1, rng: rng(0) });
  const model = (eventShape: number[], conditional: ConditionalDistribution) => () =>
    new AutoregressiveModel({ eventShape, network, conditional });
  expect(model([2, 2, 1], categoricalConditional({ levels: 4 }))).toThrow('expected a network of 4 outputs a group');
  for (const other of [[5], [4], [1, 4, 1]]) expect(model(other, bernoulliConditional())).toThrow('got [');
});
