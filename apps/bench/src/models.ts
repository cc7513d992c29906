import type { NumericArray } from '@flows/core';
import { kinds as coreKinds, type DensityModel, fullGaussian, type Kinds, type Rng } from '@flows/core';
import { made, kinds as madeKinds } from '@flows/made';
import { maf, kinds as mafKinds } from '@flows/maf-iaf';
import { nice, realNvp, kinds as realNvpKinds } from '@flows/realnvp';
import type { Architecture } from './profiles/profile.ts';

/** What a model is built from: the dimensions of the data, the profile's sizes, and a generator for the first weights. */
export type ModelOptions = Architecture & { dims: number; rng: Rng };

export type ModelEntry = { title: string; source: string } & (
  | { build(options: ModelOptions): DensityModel }
  | { fitted(train: NumericArray): DensityModel }
);

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
  made: { title: 'MADE', source: 'Germain et al. 2015', build: ({ dims, hidden, rng }) => made({ dims, hidden, rng }) },
  maf: { title: 'MAF', source: 'Papamakarios et al. 2017', build: (options) => maf(options) },
};

/** The model that every table is measured against. */
export const baseline = 'gaussian';

/** What the saved models of the bench are built from. */
export const kinds: Kinds = { ...coreKinds, ...realNvpKinds, ...madeKinds, ...mafKinds };

export const modelEntry = (name: string): ModelEntry => models[name] as ModelEntry;

export const isTrained = (name: string): boolean => 'build' in modelEntry(name);
