import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { drawWeights, expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { diagonalBiLstm, type PixelRnnOptions, rowLstm } from './pixel-rnn.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
// The same classes have been trained, compiled and saved.
const ofProbabilities = laws(
  { ...core, kinds },
  { only: /add up|follow|context|gradient|one by one|wrong rank/ },
).describeDensityModel;

const pairs = [1, 2, 2] as const;
const levels = 3;
const mixture = (levels: number, channels: number) =>
  core.discretizedLogisticMixtureConditional({ levels, components: 2, channels });

describe.each([
  ['row LSTM', rowLstm, { ofRowsAbove: ['network.lstm0.stateToState'] }],
  // Its twin trains it.
  ['diagonal BiLSTM', diagonalBiLstm, { train: false, ofRowsAbove: [] }],
] as const)('%s', (_, factory, { ofRowsAbove, ...options }) => {
  const make =
    (options: Partial<PixelRnnOptions> = {}) =>
    (rng: core.Rng) =>
      factory({ eventShape: [2, 2, 1], units: 3, ...options, rng });
  // Outputs start at 0, and gates are bounded: with less noise a context hardly changes a sample.
  const perturbation = 0.5;
  const images = { eventShape: [2, 2, 1], perturbation };
  // One row, which none above gives a state.
  const row = { eventShape: pairs, perturbation, unreached: ['network.input.above', ...ofRowsAbove] };

  describeDensityModel('of two levels', make(), { ...images, ...options, support: integers(2) });
  ofProbabilities('of levels that are names', make({ conditional: core.categoricalConditional({ levels }) }), {
    ...images,
    support: integers(levels),
    samples: false,
  });
  ofProbabilities(
    'of levels and a context',
    make({ conditional: core.categoricalConditional({ levels, input: 'scaled' }), context: 2, units: 8 }),
    { ...images, support: integers(levels), context: 2, perturbation: 1, samples: false },
  );
  ofProbabilities(
    'of two channels and a context a place',
    make({ eventShape: pairs, conditional: mixture(levels, 1), context: 2, units: 6 }),
    { ...row, support: integers(levels), context: [1, 2, 2], samples: false },
  );
  ofProbabilities(
    'of pixels that are given together',
    make({ eventShape: pairs, conditional: mixture(2, 2), units: 5 }),
    {
      ...row,
      samples: false,
      support: integers(2),
    },
  );

  test('its defaults are one layer of the 16 units that the seven of the paper have for MNIST, or as many as the groups part', () => {
    const { parts } = factory({ eventShape: [4, 4, 1], rng: core.rng(0) });
    expect(parts.conditional.config).toEqual({ kind: 'bernoulli-conditional' });
    expect(parts.network.config).toMatchObject({ units: 16, layers: 1, groups: 1 });
    const colours = factory({ eventShape: [4, 4, 3], rng: core.rng(0) });
    expect(colours.parts.network.config).toMatchObject({ units: 18, groups: 3 });
  });

  test('sizes that are none, and channels that do not part into groups, are refused by name', () => {
    expect(() => make({ eventShape: [2, 2, 3], units: 16 })(core.rng(0))).toThrow(
      'pixelRnnNetwork: expected units to part into 3 groups, got 16; take 18',
    );
    expect(() => make({ layers: 0 })(core.rng(0))).toThrow('expected layers');
    expect(() => make({ eventShape: [2, 2, 3], conditional: mixture(2, 2) })(core.rng(0))).toThrow(
      'expected channels in groups of 2, which are given together, got 3',
    );
  });
});

test('a network of other LSTMs is refused by name', () => {
  const { config } = rowLstm({ eventShape: [2, 2, 1], rng: core.rng(0) }).parts.network;
  expect(() => kinds['pixel-rnn-network']?.({ ...config, lstm: 'x' }, undefined as never)).toThrow(
    'expected lstm to be row or diagonal, got "x"',
  );
});

describe('the last place of the row above', () => {
  const x = core.rng(0).uniform<tf.Rank.R4>([1, 2, 8, 1]).round() as tf.Tensor4D;
  const changed = tf.tidy(() => {
    const at = tf.oneHot(7, 16).reshape([1, 2, 8, 1]);
    return x.sub(at).abs() as tf.Tensor4D;
  });

  test('is hidden from a Diagonal BiLSTM far from the border, and from none near it', () => {
    const model = diagonalBiLstm({ eventShape: [2, 8, 1], units: 4, layers: 2, rng: core.rng(1) });
    tf.tidy(() => drawWeights(model, core.rng(2), 0.5));
    const logits = (x: tf.Tensor4D) => model.parts.network.apply(x).dataSync();
    const [before, after] = [logits(x), logits(changed)];
    expectClose([...after.slice(8, 12)], [...before.slice(8, 12)], { tolerance: 0 });
    for (let place = 12; place < 16; place++) expect(after[place]).not.toBe(before[place]);
  });

  test('is read but for its last channel where there are several', () => {
    const model = diagonalBiLstm({ eventShape: [2, 8, 2], units: 8, rng: core.rng(1) });
    tf.tidy(() => drawWeights(model, core.rng(2), 0.5));
    const gradient = tf.tidy(() => {
      const first = (x: tf.Tensor) => model.parts.network.apply(x as tf.Tensor4D).slice([0, 1, 0, 0], [-1, 1, 1, -1]);
      const x = core.rng(3).normal<tf.Rank.R4>([4, 2, 8, 2]);
      return [
        ...tf
          .grad((x) => first(x).sum())(x)
          .abs()
          .max(0)
          .slice([0, 7, 0], [1, 1, 2])
          .dataSync(),
      ];
    });
    expect(gradient[0]).toBeGreaterThan(0);
    expect(gradient[1]).toBe(0);
    expect(model.parts.network.receptiveField(1, 0)[0]?.[7]).toBe(true);
  });
});
