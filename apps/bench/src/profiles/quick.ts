import { autoencoders } from './autoencoders.ts';
import { drawnByElement, pixelCnns, pixelRnns } from './drawn-by-element.ts';
import type { Profile } from './profile.ts';
import { sameOf } from './same-of.ts';

/**
 * Every model on toys and a part of the protein table; the Gaussian ones, those that draw element by element and
 * autoencoders on digits; MADE, two that draw element by element and an autoencoder on a few binary images; WaveNet on the
 * beginnings of spoken digits; and three flows on energies, small enough for a few minutes on two cores.
 */
export const quick: Profile = {
  description: 'every model at small sizes on toys, digits, parts of three larger sets and energies; a few minutes',
  models: ['nice', 'realnvp', 'made', 'made-mog', 'maf', 'maf-mog', 'iaf'],
  data: [
    ...['moons', '8gaussians', 'protein', 'digits', 'binarized-mnist', 'spoken-digits'],
    ...['energy1', 'energy2', 'energy3', 'energy4'],
  ],
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
      models: [
        ...['nice', 'realnvp', 'realnvp-multiscale', 'realnvp-variational', 'glow', 'made', 'maf'],
        ...drawnByElement,
        'wavenet-raster',
        ...autoencoders,
      ],
      importanceSamples: 16,
      architecture: { layers: 4, hidden: [128], channels: 16, blocks: 1 },
      architectures: {
        'realnvp-multiscale': { layers: 2, scales: 2 },
        'realnvp-variational': { layers: 2, scales: 2 },
        ...sameOf(pixelCnns, { layers: 3 }),
        ...sameOf(pixelRnns, { layers: 1 }),
        'wavenet-raster': { layers: 6 },
        ...sameOf(autoencoders, { layers: 2, hidden: [64], latents: 16 }),
      },
      training: {
        steps: 1000,
        batchSize: 128,
        optimizer: { rate: 3e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
        clipNorm: 10,
      },
      trainings: {
        ...sameOf(['realnvp-multiscale', 'realnvp-variational', 'glow'], { steps: 400, batchSize: 64 }),
        ...sameOf(drawnByElement, { steps: 300, batchSize: 64 }),
        ...sameOf(['wavenet-raster', ...autoencoders], { steps: 200, batchSize: 64 }),
      },
    },
    sound: {
      rows: { train: 200, validation: 20, test: 50 },
      length: 1024,
      models: ['wavenet'],
      architecture: { layers: 8, hidden: [], channels: 16, blocks: 1 },
      training: {
        steps: 150,
        batchSize: 8,
        optimizer: { rate: 1e-2 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 25,
        clipNorm: 10,
      },
    },
  },
  energies: {
    rows: {},
    models: ['realnvp', 'iaf', 'planar-8'],
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
      models: ['made', 'made-orders', 'gated-pixelcnn', 'row-lstm', 'vae-sylvester'],
      importanceSamples: 16,
      architecture: { layers: 1, hidden: [200], channels: 16 },
      architectures: { 'gated-pixelcnn': { layers: 3 }, 'vae-sylvester': { layers: 2, hidden: [64], latents: 16 } },
      training: {
        steps: 600,
        batchSize: 100,
        optimizer: { rate: 3e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
      },
      trainings: {
        ...sameOf(['gated-pixelcnn', 'row-lstm'], { steps: 150, batchSize: 32, optimizer: { rate: 5e-3 } }),
        'vae-sylvester': { steps: 100, batchSize: 32 },
      },
    },
  },
};
