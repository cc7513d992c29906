import { kinds as autoregressiveKinds } from '@flows/autoregressive';
import {
  bernoulliConditional,
  kinds as coreKinds,
  fullGaussian,
  gaussianConditional,
  type Kinds,
  mixtureOfGaussiansConditional,
} from '@flows/core';
import { kinds as glowKinds } from '@flows/glow';
import { agnosticMade, made, kinds as madeKinds } from '@flows/made';
import { iaf, maf, kinds as mafKinds } from '@flows/maf-iaf';
import { nice, realNvp, kinds as realNvpKinds } from '@flows/realnvp';
import { kinds as vaeKinds } from '@flows/vae-flow';
import { imageModels } from './image-models.ts';
import type { ModelEntry, ModelOptions } from './model-entry.ts';
import { pixelModels } from './pixel-models.ts';
import { planarModels } from './planar-models.ts';
import type { DataKind } from './profiles/profile.ts';
import { soundKinds } from './sounds/kinds.ts';
import { soundModels } from './sounds/sound-models.ts';
import { vaeModels } from './vae-models.ts';

/** C, the number of components of the mixtures, as in the experiments of Papamakarios et al. (2017). */
const components = 10;

/**
 * MADE as each of its papers has it: of data of two levels with Bernoulli conditionals and a random order (Germain et al.
 * 2015), of real numbers, among them dequantized ones, with Gaussians in the order of the columns (Papamakarios et al.
 * 2017).
 */
const madeOptions = ({ dims, levels, hidden, rng }: ModelOptions) => ({
  dims,
  hidden,
  rng,
  ...(levels === 2
    ? { conditional: bernoulliConditional(), order: 'random' as const }
    : { conditional: gaussianConditional(), order: 'sequential' as const }),
});

/** Every model of the bench. A line here is all that a further model needs. */
export const models: Readonly<Record<string, ModelEntry>> = {
  gaussian: {
    title: 'Gaussian',
    source: 'full covariance, in closed form',
    fitted: (train) => fullGaussian.fit(train),
  },
  nice: {
    title: 'NICE',
    source: 'Dinh et al. 2015',
    build: ({ dims, layers, hidden, rng }) => nice({ dims, layers, hidden, rng }),
  },
  realnvp: { title: 'RealNVP', source: 'Dinh et al. 2017', build: (options) => realNvp(options) },
  made: {
    title: 'MADE',
    source: 'Germain et al. 2015',
    build: (options) => made(madeOptions(options)),
  },
  'made-deep': {
    title: 'MADE, a layer more',
    source: 'Germain et al. 2015',
    build: ({ hidden, ...options }) => made(madeOptions({ ...options, hidden: [...hidden, ...hidden.slice(-1)] })),
  },
  'made-orders': {
    title: 'MADE, 32 orders',
    source: 'Germain et al. 2015, sections 4.2 and 6.2',
    build: (options) => {
      const { order: _, ...body } = madeOptions(options);
      return agnosticMade({ ...body, masks: 32 });
    },
  },
  'made-mog': {
    title: 'MADE MoG',
    source: 'Papamakarios et al. 2017, section 4.1',
    build: (options) => made({ ...madeOptions(options), conditional: mixtureOfGaussiansConditional({ components }) }),
  },
  maf: { title: 'MAF', source: 'Papamakarios et al. 2017', build: (options) => maf(options) },
  'maf-mog': {
    title: 'MAF MoG',
    source: 'Papamakarios et al. 2017, section 4.1',
    build: (options) => maf({ ...options, components }),
  },
  iaf: { title: 'IAF', source: 'Kingma et al. 2016', build: (options) => iaf(options) },
  ...imageModels,
  ...pixelModels,
  ...soundModels,
  ...vaeModels,
  ...planarModels,
};

const baselines: Readonly<Record<DataKind, readonly string[]>> = {
  toy: ['gaussian'],
  table: ['gaussian'],
  image: ['gaussian'],
  sound: ['level-histogram', 'linear-predictor'],
};

/** The models that a table of such data is measured against. */
export const baselinesOf = (kind: DataKind): readonly string[] => baselines[kind];

export const isBaseline = (name: string): boolean => Object.values(baselines).flat().includes(name);

/** What the saved models of the bench are built from. */
export const kinds: Kinds = {
  ...coreKinds,
  ...realNvpKinds,
  ...glowKinds,
  ...madeKinds,
  ...mafKinds,
  ...autoregressiveKinds,
  ...vaeKinds,
  ...soundKinds,
};

export const modelEntry = (name: string): ModelEntry => models[name] as ModelEntry;

export const isTrained = (name: string): boolean => 'build' in modelEntry(name);
