import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import type { ImageShape } from '@flows/realnvp';
import { twins } from '@flows/testing';
import fixtures from '../fixtures/twins.json' with { type: 'json' };
import { type GlowOptions, glow } from './glow.ts';
import { kinds } from './kinds.ts';

const describeTwin = twins({ ...core, ...compiler });

/** A model as it is saved, whose permutations all move rows up by one, and of whose s every other is negative. */
function withTwinsFactors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTwinsFactors);
  if (typeof value !== 'object' || value === null) return value;
  const config = value as core.Config;
  if (config.kind !== 'invertible-convolution' || config.parameterization !== 'lu') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTwinsFactors(inner)]));
  }
  const rows = [...Array(config.channels as number).keys()];
  return { ...config, permutation: rows.map((i) => (i + 1) % rows.length), signs: rows.map((i) => 1 - 2 * (i % 2)) };
}

const build: core.Build = <T extends core.Trainable>(config: unknown): T => {
  const make = kinds[(config as core.Config).kind] as core.Kinds[string];
  return make(config, build) as T;
};

for (const [name, twin] of Object.entries(fixtures)) {
  const options = twin.options as unknown as GlowOptions & { shape: ImageShape };
  describeTwin(
    `glow, ${name}`,
    (rng) => {
      const model = glow({ ...options, rng });
      model.dispose();
      return build(withTwinsFactors(model.config));
    },
    twin,
  );
}
