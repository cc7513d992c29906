import type { Profile } from './profile.ts';

/**
 * Every model on toys, digits and a part of the protein table, and MADE on a few binary images, small enough for five
 * minutes on two cores.
 */
export const quick: Profile = {
  description: 'every model at small sizes on toys, digits and parts of two larger sets; minutes',
  models: ['nice', 'realnvp', 'made', 'maf'],
  data: ['moons', '8gaussians', 'protein', 'digits', 'binarized-mnist'],
  seeds: [0],
  settings: {
    toy: {
      rows: { train: 100_000, test: 10_000 },
      architecture: { layers: 8, hidden: [64, 64] },
      training: {
        steps: 2000,
        batchSize: 256,
        optimizer: { rate: 2e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 20,
      },
    },
    table: {
      rows: { train: 20_000, validation: 2000, test: 4573 },
      architecture: { layers: 4, hidden: [64, 64] },
      training: {
        steps: 3000,
        batchSize: 256,
        optimizer: { rate: 2e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
        clipNorm: 10,
      },
    },
    image: {
      rows: {},
      architecture: { layers: 4, hidden: [128] },
      training: {
        steps: 1000,
        batchSize: 128,
        optimizer: { rate: 3e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
        clipNorm: 10,
      },
    },
  },
  exceptions: {
    'binarized-mnist': {
      rows: { train: 2000, validation: 500, test: 500 },
      models: ['made'],
      architecture: { layers: 1, hidden: [200] },
      training: {
        steps: 600,
        batchSize: 100,
        optimizer: { rate: 3e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
      },
    },
  },
};
