import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { twins } from '@flows/testing';
import fixtures from '../fixtures/pixel-cnn-twins.json' with { type: 'json' };
import { kinds } from './kinds.ts';
import { gatedPixelCnn, type PixelCnnOptions } from './pixel-cnn.ts';

const describeTwin = twins({ ...core, ...compiler });

const build: core.Build = <T extends core.Trainable>(config: unknown): T => {
  const make = kinds[(config as core.Config).kind] as core.Kinds[string];
  return make(config, build) as T;
};

for (const [name, twin] of Object.entries(fixtures)) {
  const { conditional, ...options } = twin.options as unknown as PixelCnnOptions;
  describeTwin(
    `gated PixelCNN, ${name}`,
    (rng) => gatedPixelCnn({ ...options, ...(conditional && { conditional: build(conditional) }), rng }),
    twin,
  );
}
