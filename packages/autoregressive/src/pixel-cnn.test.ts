import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { categoricalConditional, discretizedLogisticMixtureConditional } from '@flows/core';
import { integers, laws } from '@flows/testing';
import { describe, expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { gatedPixelCnn, type PixelCnnOptions, pixelCnn } from './pixel-cnn.ts';

// The laws that sizes and distributions have a part in; one model of all of them is enough for the others.
const only = /add up|follow the density|context|loaded|gradient|eager/;
const eager = laws({ ...core, kinds }, { only }).describeDensityModel;
const compiled = laws({ ...core, ...compiler, kinds }).describeDensityModel;
const levels = 3;
const mixture = discretizedLogisticMixtureConditional({ levels: 2, components: 2, channels: 2 });
const pairs = [2, 2, 2] as const;

describe.each([
  ['PixelCNN', pixelCnn],
  ['gated PixelCNN', gatedPixelCnn],
])('%s', (_, factory) => {
  const make =
    (options: Partial<PixelCnnOptions> = {}) =>
    (rng: core.Rng) =>
      factory({ eventShape: [2, 2, 1], units: 4, layers: 1, firstFilter: 3, head: 12, ...options, rng });
  // One short training of the same network is enough. Outputs start at 0, and gates are bounded: with less noise a context
  // hardly changes a sample.
  const untrained = { train: false, perturbation: 0.5 } as const;
  const images = { eventShape: [2, 2, 1], support: integers(levels) };
  const pixels = { eventShape: pairs, support: integers(2), ...untrained };

  compiled('of two levels', make(), { ...images, support: integers(2) });
  eager(
    'of levels that are names, and a context of the whole image',
    make({ conditional: categoricalConditional({ levels }), context: 2 }),
    { ...images, ...untrained, context: 2 },
  );
  eager(
    'of levels, two channels and a context of each place',
    make({ eventShape: pairs, conditional: categoricalConditional({ levels: 2, input: 'scaled' }), context: 2 }),
    { ...pixels, context: [2, 2, 2] },
  );
  eager('of pixels that are given together', make({ eventShape: pairs, conditional: mixture, layers: 2 }), pixels);

  test('its defaults are two levels, 7 layers of 32 units, or as many as the groups part', () => {
    const { parts } = factory({ eventShape: [4, 4, 1], rng: core.rng(0) });
    expect(parts.conditional.config).toEqual({ kind: 'bernoulli-conditional' });
    expect(parts.network.config).toMatchObject({
      units: 32,
      layers: 7,
      filter: 3,
      firstFilter: 7,
      head: 32,
      groups: 1,
    });
    const colours = factory({ eventShape: [4, 4, 3], layers: 1, rng: core.rng(0) });
    expect(colours.parts.network.config).toMatchObject({ units: 33, head: 33, groups: 3 });
  });

  test('channels that do not part into groups are refused by name', () => {
    expect(() => make({ eventShape: [2, 2, 3], conditional: mixture })(core.rng(0))).toThrow(
      'expected channels in groups of 2, which are given together, got 3',
    );
  });
});

test('a place on the right of those above is seen by the gated network alone', () => {
  const isSeen = (factory: typeof pixelCnn) => {
    const { network } = factory({
      eventShape: [8, 16, 1],
      units: 2,
      layers: 6,
      firstFilter: 3,
      rng: core.rng(0),
    }).parts;
    return network.receptiveField(4, 4)[1]?.[11];
  };
  expect([isSeen(pixelCnn), isSeen(gatedPixelCnn)]).toEqual([false, true]);
});
