import { mostWaveNetLayers, waveNet } from '@flows/autoregressive';
import { ConfigError, categoricalConditional, type DensityModel } from '@flows/core';
import type { ModelEntry } from '../model-entry.ts';
import { levelHistogram } from './level-histogram.ts';
import { linearPredictor } from './linear-predictor.ts';

/** Models of sounds. */
export const soundModels = {
  'level-histogram': {
    title: 'Histogram of levels',
    source: 'in closed form',
    sounds: true,
    fitted: (train, { levels }) => levelHistogram(train, { levels: levelsOf('level-histogram', levels) }),
  },
  'linear-predictor': {
    title: 'Linear predictor of 32 samples',
    source: 'Gaussian, by least squares',
    sounds: true,
    fitted: (train, { levels }) => linearPredictor(train, { levels: levelsOf('linear-predictor', levels) }),
  },
  wavenet: {
    title: 'WaveNet',
    source: 'van den Oord et al. 2016, "WaveNet"',
    sounds: true,
    toldClass: true,
    build: ({ dims, levels, layers, blocks, channels, classes, rng }) =>
      waveNet({
        length: dims,
        conditional: categoricalConditional({ levels: levelsOf('wavenet', levels) }),
        layers: Math.min(layers, mostWaveNetLayers({ length: dims })),
        ...{ channels, stacks: blocks, skip: channels && 2 * channels },
        ...(classes !== undefined && { context: classes }),
        rng,
      }) as DensityModel,
  },
} satisfies Record<string, ModelEntry>;

function levelsOf(who: string, levels: number | undefined): number {
  if (levels === undefined) throw new ConfigError(`${who}: expected data of levels, got real numbers`);
  return levels;
}
