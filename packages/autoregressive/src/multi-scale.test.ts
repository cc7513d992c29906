import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { drawWeights, expectClose, expectNoLeak, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { multiScale } from './multi-scale.ts';
import { type MultiScalePixelRnnOptions, multiScalePixelRnn } from './multi-scale-pixel-rnn.ts';
import { rowLstm } from './pixel-rnn.ts';
import { subsample } from './subsample.ts';

const make =
  (options: Partial<MultiScalePixelRnnOptions> = {}) =>
  (rng: core.Rng) =>
    multiScalePixelRnn({ eventShape: [2, 2, 1], lstm: 'row', units: 2, channels: 2, ...options, rng });
const grey = { eventShape: [2, 2, 1], perturbation: 0.4 };
// The small image has one place, which no other gives a state.
const ofOnePlace = (lstm: string) => [
  'small.network.input.above',
  'small.network.input.row',
  `small.network.${lstm}.stateToState`,
];
const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
// The same classes have been trained, compiled and saved.
const ofProbabilities = laws({ ...core, kinds }, { only: /add up|follow|context|gradient/ }).describeDensityModel;

describeDensityModel('a multi-scale PixelRNN', make({ units: 4 }), {
  ...grey,
  support: integers(2),
  train: false,
  unreached: ofOnePlace('lstm0'),
});
ofProbabilities(
  'a multi-scale PixelRNN of Diagonal BiLSTMs of three levels, with a context',
  make({
    lstm: 'diagonal',
    units: 6,
    context: 2,
    conditional: core.categoricalConditional({ levels: 3, input: 'scaled' }),
  }),
  { ...grey, support: integers(3), context: 2, perturbation: 1, samples: false, unreached: ofOnePlace('lstm0') },
);

const drawn = (eventShape: [number, number, number] = [4, 4, 1]) => {
  const model = make({ eventShape })(core.rng(0));
  tf.tidy(() => drawWeights(model, core.rng(1), 0.7));
  return model;
};
const binary = (seed: number, shape: number[]) =>
  core
    .rng(seed)
    .uniform<tf.Rank.R4>(shape as never)
    .round() as tf.Tensor4D;

test('log p is that of the small image, and of what is not in it', () => {
  const model = drawn();
  const x = binary(2, [3, 4, 4, 1]);
  const { small } = model.parts;
  const each = model.logProbEach(x).reshape<tf.Tensor4D>([3, 4, 4, 1]);
  expectClose(subsample(each, [2, 2]).sum([1, 2, 3]), small.logProb(subsample(x, [2, 2])));
  expectClose(model.logProb(x), each.sum([1, 2, 3]));
});

test('complete refuses it, where it is said what to do, and log p of a beginning is none', async () => {
  const model = drawn();
  const beginnings = tf.tensor4d([...Array(8).fill(1), ...Array(8).fill(Number.NaN)], [1, 4, 4, 1]);
  await expectNoLeak(async () => {
    await expect(core.complete(model, beginnings, { rng: core.rng(0) })).rejects.toThrow(
      'impute completes rows by others',
    );
  });
  expect(model.logProb(beginnings).dataSync()[0]).toBeNaN();
});

test('impute is exact where the small image is given, and by importance elsewhere as likely as the model says', async () => {
  const model = drawn([2, 2, 1]);
  const image = (...values: number[]) => tf.tensor4d(values, [1, 2, 2, 1]);
  const given = await core.impute(model, image(1, NaN, NaN, NaN), { rng: core.rng(3) });
  expect(given.method).toBe('exact');
  expect(given.x.dataSync()[0]).toBe(1);
  const count = 100;
  const rows = image(NaN, 1, 0, 1).tile<tf.Tensor4D>([count, 1, 1, 1]);
  const { x, method } = await core.impute(model, rows, { rng: core.rng(4), particles: 8 });
  expect(method).toBe('importance');
  const [zero, one] = [0, 1].map((first) => Math.exp(model.logProb(image(first, 1, 0, 1)).dataSync()[0] as number));
  const expected = (one as number) / ((zero as number) + (one as number));
  const share = x.reshape([count, 4]).slice([0, 0], [-1, 1]).mean().dataSync()[0] as number;
  // Four standard deviations of a share, and what 8 particles are off.
  expect(Math.abs(share - expected)).toBeLessThan(0.2);
});

test('samples come in steps of both images, and stop in either', async () => {
  const model = drawn();
  // Two rows of the small image, four of the large one, and the beginning of each.
  const steps = 2 + 4 + 2;
  const tell = async (last: number): Promise<number[]> => {
    const told: number[] = [];
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      told.push(done);
      if (told.length === last) stop.abort(new Error('enough'));
    };
    await expectNoLeak(async () => {
      const sampling = core.sampleInChunks(model, 3, { rng: core.rng(5), signal: stop.signal, onProgress });
      if (last > steps) (await sampling).dispose();
      else await expect(sampling).rejects.toThrow('enough');
    });
    return told;
  };
  const told = await tell(Number.POSITIVE_INFINITY);
  expect(told.length).toBeGreaterThanOrEqual(steps);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(3);
  for (const last of [2, 5]) expect(await tell(last)).toEqual(told.slice(0, last));
});

const of = (eventShape: [number, number, number], context?: number) =>
  rowLstm({ eventShape, units: 3, ...(context && { context }), rng: core.rng(0) });

test('models that do not fit are refused with the cure', () => {
  const scales = (small: core.DensityModel, large: core.DensityModel, context?: number) => () =>
    multiScale({ small, large, channels: 2, ...(context && { context }), rng: core.rng(0) } as never);
  expect(scales(of([2, 3, 1]), of([4, 4, 1], 2))).toThrow('got [2, 3, 1] and [4, 4, 1]');
  expect(scales(of([2, 2, 1]), of([4, 4, 1]))).toThrow(
    'multiScale: expected the large model to take a context of 2 channels, got 0; give its network the context',
  );
  expect(scales(of([2, 2, 1], 3), of([4, 4, 1], 5))).toThrow('the small model to take a context of 0 channels, got 3');
  expect(scales(of([2, 2, 1], 3), of([4, 4, 1], 2), 3)).toThrow(
    'the large model to take a context of 5 channels, got 2',
  );
});

test('a context that is none of its form is refused by the model itself', async () => {
  const x = binary(0, [3, 2, 2, 1]);
  expect(() => drawn([2, 2, 1]).logProb(x, { context: tf.zeros([1, 2]) })).toThrow(
    'MultiScale.logProb: expected no context, got [1, 2]',
  );
  const given = make({ context: 2 })(core.rng(0));
  expect(() => given.logProb(x)).toThrow(
    'MultiScale.logProb: expected context of shape [1 or batch, 2], batch 3, got none',
  );
  expect(() => given.logProb(x, { context: tf.zeros([3, 1, 1, 2]) })).toThrow('batch 3, got [3, 1, 1, 2]');
  expect(() => given.sample(3, { rng: core.rng(0) })).toThrow('MultiScale.sample: expected context');
});
