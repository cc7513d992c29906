import type { Profile } from './profile.ts';

/**
 * Every model on toys and a part of the protein table, the Gaussian ones on digits, MADE on a few binary images, and two
 * flows on energies, small enough for a minute or two on two cores.
 */
export const quick: Profile = {
  description: 'every model at small sizes on toys, digits, parts of two larger sets and energies; a minute or two',
  models: ['nice', 'realnvp', 'made', 'made-mog', 'maf', 'maf-mog', 'iaf'],
  data: ['moons', '8gaussians', 'protein', 'digits', 'binarized-mnist', 'energy1', 'energy2', 'energy3', 'energy4'],
  seeds: [0],
  settings: {
    toy: {
      rows: { train: 100_000, test: 10_000 },
      architecture: { layers: 8, hidden: [64, 64] },
      training: {
        steps: 1500,
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
      models: ['nice', 'realnvp', 'realnvp-multiscale', 'realnvp-variational', 'glow', 'made', 'maf'],
      architecture: { layers: 4, hidden: [128], channels: 16, blocks: 1 },
      architectures: {
        'realnvp-multiscale': { layers: 2, scales: 2 },
        'realnvp-variational': { layers: 2, scales: 2 },
      },
      training: {
        steps: 1000,
        batchSize: 128,
        optimizer: { rate: 3e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
        clipNorm: 10,
      },
      trainings: Object.fromEntries(
        ['realnvp-multiscale', 'realnvp-variational', 'glow'].map((model) => [model, { steps: 400, batchSize: 64 }]),
      ),
    },
  },
  energies: {
    rows: {},
    models: ['realnvp', 'iaf'],
    architecture: { layers: 8, hidden: [32, 32] },
    training: {
      steps: 1500,
      batchSize: 256,
      optimizer: { rate: 3e-3 },
      schedule: { kind: 'cosine', final: 0 },
      validateEvery: 20,
      clipNorm: 10,
      anneal: { from: 0.01, part: 0.5 },
    },
  },
  exceptions: {
    'binarized-mnist': {
      rows: { train: 2000, validation: 500, test: 500 },
      models: ['made', 'made-orders'],
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
