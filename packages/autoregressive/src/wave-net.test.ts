import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { categoricalConditional, discretizedLogisticMixtureConditional } from '@flows/core';
import { integers, laws } from '@flows/testing';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { type WaveNetOptions, waveNet } from './wave-net.ts';

// The laws that sizes and distributions have a part in; one model of all of them is enough for the others.
const only = /add up|follow the density|context|loaded|gradient|eager/;
const eager = laws({ ...core, kinds }, { only }).describeDensityModel;
const compiled = laws({ ...core, ...compiler, kinds }).describeDensityModel;
const levels = 3;
const small = {
  length: 5,
  conditional: categoricalConditional({ levels }),
  channels: 3,
  skip: 4,
  layers: 2,
  stride: 3,
};
const make =
  (options: Partial<WaveNetOptions> = {}) =>
  (rng: core.Rng) =>
    waveNet({ ...small, ...options, rng });
const sounds = { eventShape: [5], support: integers(levels) };
// One short training of the same network is enough. Outputs start at 0: with less noise a context hardly changes a sample.
const untrained = { ...sounds, train: false, perturbation: 0.7 } as const;
const scaled = categoricalConditional({ levels, input: 'scaled' });
const mixture = discretizedLogisticMixtureConditional({ levels, components: 2 });

compiled('wave net', make(), sounds);
eager('wave net of scaled inputs, with a global context', make({ conditional: scaled, context: 2 }), {
  ...untrained,
  context: 2,
});
compiled('wave net of logistic mixtures, with a local context', make({ conditional: mixture, context: 2 }), {
  ...untrained,
  context: [5, 2],
});
eager('wave net of two stacks', make({ stacks: 2 }), untrained);
eager('wave net of filters of three samples', make({ filter: 3, layers: 1 }), untrained);

test('its defaults are the categorical distribution of 256 levels, and as many layers as fit', () => {
  const { parts, eventShape } = waveNet({ length: 100, rng: core.rng(0) });
  expect(eventShape).toEqual([100]);
  expect(parts.conditional.config).toEqual({ kind: 'categorical-conditional', levels: 256, input: 'one-hot' });
  expect(parts.network.config).toMatchObject({ channels: 32, skip: 64, layers: 7, stacks: 1, filter: 2, stride: 32 });
  expect(waveNet({ length: 2000, rng: core.rng(0) }).parts.network.config).toMatchObject({ layers: 10 });
});
