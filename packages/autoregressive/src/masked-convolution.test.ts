import { rng, ShapeError } from '@flows/core';
import { drawWeights, expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type MaskedConvolutionOptions, maskedConvolution } from './masked-convolution.ts';
import { onePlace, spread } from './reach.ts';

type Options = Omit<MaskedConvolutionOptions, 'rng'>;

const make = (options: Options) => {
  const layer = maskedConvolution({ ...options, rng: rng(0) });
  tf.tidy(() => drawWeights(layer, rng('weights')));
  return layer;
};
const image = (channels: number, [height, width] = [4, 5]) =>
  rng('image').normal<tf.Rank.R4>([2, height as number, width as number, channels]);

/** The whole filter with the mask of the paper's section 3.4 put on, from the parts of a layer. */
function byDefinition(x: tf.Tensor4D, { inputs, outputs, size, mask, groups = 1, gates = 1 }: Options): tf.Tensor4D {
  const { above, row, bias } = make({ inputs, outputs, size, mask, groups, gates }).parts;
  const [rows, columns] = typeof size === 'number' ? [size, size] : size;
  const [middle, centre] = [(rows - 1) / 2, (columns - 1) / 2];
  const filter = tf.buffer([rows, columns, inputs, outputs]);
  const [ofAbove, ofRow] = [above, row].map((part) => part?.arraySync() as number[][][][] | undefined);
  const groupOf = (channel: number, all: number) => Math.floor(channel / (all / groups));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let from = 0; from < inputs; from++) {
        for (let to = 0; to < outputs; to++) {
          const [source, target] = [groupOf(from, inputs), groupOf(to % (outputs / gates), outputs / gates)];
          const isSeen = mask === 'A' ? source < target : source <= target;
          const isLive = i < middle || (i === middle && (j < centre || (j === centre && isSeen)));
          const weight = i < middle ? ofAbove?.[i]?.[j] : ofRow?.[0]?.[j];
          filter.set(isLive ? (weight?.[from]?.[to] as number) : 0, i, j, from, to);
        }
      }
    }
  }
  return tf.conv2d(x, filter.toTensor() as tf.Tensor4D, 1, 'same').add(bias);
}

const cases: [name: string, options: Options][] = [
  ['7x7 A', { inputs: 1, outputs: 3, size: 7, mask: 'A' }],
  ['3x3 B', { inputs: 2, outputs: 3, size: 3, mask: 'B' }],
  ['1x1 B', { inputs: 2, outputs: 3, size: 1, mask: 'B' }],
  ['1x3 A', { inputs: 2, outputs: 3, size: [1, 3], mask: 'A' }],
  ['3x1 A', { inputs: 2, outputs: 3, size: [3, 1], mask: 'A' }],
  ['5x5 A of three groups', { inputs: 3, outputs: 6, size: 5, mask: 'A', groups: 3 }],
  ['3x3 B of three groups', { inputs: 6, outputs: 3, size: 3, mask: 'B', groups: 3 }],
  ['1x1 A of two groups', { inputs: 2, outputs: 4, size: 1, mask: 'A', groups: 2 }],
  ['1x3 B of two groups in two gates', { inputs: 4, outputs: 8, size: [1, 3], mask: 'B', groups: 2, gates: 2 }],
];

describe.each(cases)('%s', (_, options) => {
  test('it is the convolution with a masked filter, and nothing leaks', () => {
    const [layer, x] = [make(options), image(options.inputs)];
    expectClose(layer.apply(x), byDefinition(x, options), { tolerance: 1e-5 });
    expectNoLeak(() => layer.apply(x).dispose());
  });

  test('row by row and place by place, group by group, it gives the same', () => {
    const [layer, x] = [make(options), image(options.inputs)];
    expectClose(placeByPlace(layer, x, options), layer.apply(x), { tolerance: 1e-5 });
  });

  test('it reads exactly the places at its offsets, or itself', () => {
    const [layer, x] = [make(options), image(options.inputs)];
    const gradient = tf.grad((x) =>
      layer
        .apply(x as tf.Tensor4D)
        .slice([0, 2, 2, 0], [1, 1, 1, -1])
        .sum(),
    )(x);
    const read = gradient.slice(0, 1).abs().sum([0, 3]).greater(0).arraySync() as number[][];
    const expected = spread(onePlace([4, 5], 2, 2), layer.offsets).map((row) => row.map(Number));
    if (options.mask === 'A' && (options.groups ?? 1) > 1) (expected[2] as number[])[2] = 1;
    expect(read).toEqual(expected);
  });
});

function placeByPlace(layer: ReturnType<typeof make>, x: tf.Tensor4D, { size, groups = 1, gates = 1 }: Options) {
  const above = ((typeof size === 'number' ? size : size[0]) - 1) / 2;
  const [, height, width, inputs] = x.shape;
  const padded = x.pad([
    [0, 0],
    [above, 0],
    [0, 0],
    [0, 0],
  ]);
  const weights = layer.ofPlaces();
  const rows = Array.from({ length: height }, (_, r) => {
    const sum = layer.ofRowsAbove(padded.slice([0, r, 0, 0], [-1, above, -1, -1]) as tf.Tensor4D);
    const places = tf.split(x.slice([0, r, 0, 0], [-1, 1, -1, -1]), width, 2).map((p) => p.reshape([-1, inputs]));
    return places.map((place, c) => {
      const base = sum.rank === 1 ? sum : sum.slice([0, 0, c, 0], [-1, 1, 1, -1]).reshape([x.shape[0], -1]);
      const left = weights.ofLeft(places.slice(0, c) as tf.Tensor2D[]);
      const pending = left ? left.add(base) : base;
      const own = tf.split(place, groups, 1) as tf.Tensor2D[];
      const outputs = own.map((_, group) => {
        const given = weights.ofOwn(group, own.slice(0, group + 1));
        const value = weights.ofGroup(pending, group);
        const all = given ? given.add(value) : value.add(tf.zeros([x.shape[0], 1]));
        return all.reshape([x.shape[0], gates, 1, -1]);
      });
      return tf.concat(outputs, 2).reshape([x.shape[0], 1, 1, -1]);
    });
  });
  return tf.concat(
    rows.map((row) => tf.concat(row, 2)),
    1,
  );
}

test('weights start with variance 1/n, where n counts what an output reads, and at zero where told to', () => {
  const layer = maskedConvolution({ inputs: 30, outputs: 300, size: 3, mask: 'A', groups: 3, rng: rng(1) });
  const { above } = layer.parts as { above: tf.Variable };
  [3 * 30 + 30, 3 * 30 + 30 + 10, 3 * 30 + 30 + 20].forEach((n, group) => {
    const own = above.slice([0, 0, 0, 100 * group], [-1, -1, -1, 100]);
    expect((own.square().mean().dataSync()[0] as number) * n).toBeCloseTo(1, 1);
  });
  const zero = maskedConvolution({ inputs: 2, outputs: 3, size: 3, mask: 'B', start: 'zero', rng: rng(1) });
  expect(Math.max(...zero.apply(image(2)).abs().dataSync())).toBe(0);
});

test('what it cannot be is refused by name', () => {
  const wrong = (options: Partial<Options>) => () =>
    maskedConvolution({ inputs: 2, outputs: 4, size: 3, mask: 'B', ...options, rng: rng(0) });
  expect(wrong({ size: 2 })).toThrow('expected size to be odd, got 2 x 2');
  expect(wrong({ groups: 3 })).toThrow('got 2 and 4');
  expect(wrong({ mask: 'A', size: 1 })).toThrow('reads nothing');
  expect(wrong({ outputs: 0 })).toThrow('maskedConvolution: expected outputs');
  expect(wrong({ mask: 'C' as 'A' })).toThrow('expected mask to be A or B, got "C"');
  expect(() => make(cases[1]?.[1] as Options).apply(image(3))).toThrow(ShapeError);
});
