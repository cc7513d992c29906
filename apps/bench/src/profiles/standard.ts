import { autoencoderSizes, autoencoders, autoencoderTrainings } from './autoencoders.ts';
import { drawnByElement, elementSizes, pixelCnns, pixelRnns } from './drawn-by-element.ts';
import type { Profile } from './profile.ts';
import { sameOf } from './same-of.ts';

/** One network takes larger steps than a stack of them; in the MAF paper MADE's rate is ten times that of flows. */
const fasterThanFlows = { optimizer: { rate: 3e-3 } };

/** What models of images are trained by for forty minutes on one core or two. */
const fortyMinutes = {
  batchSize: 64,
  optimizer: { rate: 2e-3 },
  schedule: { kind: 'cosine', final: 0 },
  validateEvery: 781,
  clipNorm: 50,
} as const;

/** What models of small images are trained by for five minutes at most on one core. */
const fiveMinutes = {
  epochs: 100,
  batchSize: 64,
  optimizer: { rate: 2e-3, weightDecay: 1e-4 },
  schedule: { kind: 'cosine', final: 0 },
  patience: 40,
  clipNorm: 50,
} as const;

/**
 * The settings at which zuko 1.6.0 was measured: toys by 5000 steps of batch 256 drawn from a million points, Adam
 * from 1e-3 to 0 by a cosine, 8 layers of 64x64 units, tested on 50,000 fresh points; the protein table at batch 256
 * and a constant 1e-3, the best of 60 epochs by its validation set. Binarized MNIST by one hidden layer of 500 units,
 * and MNIST, on demand, by a MAF of 5 layers of 512: the sizes of the public reimplementations that the report quotes,
 * MNIST with the MAF paper's preprocessing, batch size, rate and penalty. Images of levels by the PixelRNN paper's sizes for
 * MNIST, autoencoders with 32 latents of binarized MNIST and 16 of other images, spoken digits by a WaveNet of two stacks
 * of ten layers, which sees 2048 samples back. Energies by flows of the toys' sizes and length, annealed over
 * the first half of it; planar ones have the steps of the paper's figure, and are trained for four times as long.
 */
export const standard: Profile = {
  description: "zuko's measured settings for toys and the protein table, MADE on binarized MNIST; hours",
  models: ['nice', 'realnvp', 'made', 'made-mog', 'maf', 'maf-mog', 'iaf'],
  data: [
    '8gaussians',
    'moons',
    '2spirals',
    'checkerboard',
    'pinwheel',
    'protein',
    'digits',
    'binarized-mnist',
    'spoken-digits',
    'energy1',
    'energy2',
    'energy3',
    'energy4',
  ],
  seeds: [0],
  settings: {
    toy: {
      rows: { train: 1_000_000, test: 50_000 },
      architecture: { layers: 8, hidden: [64, 64] },
      training: {
        steps: 5000,
        batchSize: 256,
        optimizer: { rate: 1e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 50,
      },
      trainings: { made: fasterThanFlows, 'made-mog': fasterThanFlows },
    },
    table: {
      rows: {},
      architecture: { layers: 8, hidden: [100, 100] },
      architectures: { maf: { layers: 5 } },
      training: { epochs: 60, batchSize: 256, optimizer: { rate: 1e-3 } },
    },
    image: {
      rows: {},
      models: [
        'nice',
        'realnvp',
        'realnvp-multiscale',
        'realnvp-variational',
        'glow',
        'glow-variational',
        'made',
        'maf',
        'iaf',
        ...drawnByElement,
        'wavenet-raster',
        ...autoencoders,
      ],
      architecture: { layers: 8, hidden: [128, 128], channels: 32, blocks: 2 },
      architectures: {
        maf: { layers: 5 },
        iaf: { layers: 5 },
        ...sameOf(['realnvp-multiscale', 'realnvp-variational'], { layers: 3 }),
        ...elementSizes,
        ...autoencoderSizes({ hidden: [128], channels: 32, latents: 16 }),
      },
      training: { epochs: 300, batchSize: 128, optimizer: { rate: 1e-3, weightDecay: 1e-4 }, patience: 20 },
      trainings: {
        ...sameOf(['realnvp-multiscale', 'realnvp-variational'], { ...fiveMinutes, epochs: 50 }),
        ...sameOf(['glow', 'glow-variational', ...drawnByElement, 'wavenet-raster'], fiveMinutes),
        ...sameOf(autoencoders, { ...fiveMinutes, epochs: 200 }),
      },
    },
    sound: {
      rows: {},
      length: 4096,
      models: ['wavenet'],
      architecture: { layers: 10, hidden: [], channels: 32, blocks: 2 },
      training: {
        epochs: 30,
        batchSize: 8,
        optimizer: { rate: 2e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 150,
        clipNorm: 10,
      },
    },
  },
  energies: {
    rows: {},
    models: ['realnvp', 'iaf', 'planar-2', 'planar-8', 'planar-32'],
    architecture: { layers: 8, hidden: [64, 64] },
    training: {
      steps: 5000,
      batchSize: 256,
      optimizer: { rate: 2e-3 },
      schedule: { kind: 'cosine', final: 0 },
      validateEvery: 50,
      clipNorm: 10,
      anneal: { from: 0.01, part: 0.5 },
    },
    // Many planar steps close in on one of two modes where the density is not let in slowly.
    trainings: sameOf(['planar-2', 'planar-8', 'planar-32'], { steps: 20_000, anneal: { from: 0.01, part: 0.8 } }),
  },
  exceptions: {
    'binarized-mnist': {
      rows: {},
      models: ['made', 'made-deep', 'made-orders', ...drawnByElement, ...autoencoders],
      architecture: { layers: 1, hidden: [500] },
      architectures: {
        ...elementSizes,
        ...sameOf(pixelCnns, { layers: 12, channels: 20 }),
        ...autoencoderSizes({ hidden: [256], channels: 16, latents: 32 }),
      },
      training: {
        epochs: 60,
        batchSize: 100,
        optimizer: { rate: 1e-3 },
        schedule: { kind: 'cosine', final: 0 },
        validateEvery: 1000,
      },
      trainings: {
        ...sameOf(pixelCnns, { ...fortyMinutes, epochs: 16, batchSize: 16, validateEvery: 1563 }),
        ...sameOf(pixelRnns, {
          ...fortyMinutes,
          epochs: 16,
          batchSize: 32,
          optimizer: { rate: 4e-3 },
          validateEvery: 1563,
        }),
        ...autoencoderTrainings,
      },
    },
    mnist: {
      rows: {},
      models: ['made', 'maf'],
      architecture: { layers: 5, hidden: [512], batchNorm: true },
      architectures: {
        nice: { layers: 4, hidden: [1000, 1000, 1000, 1000, 1000], batchNorm: false, logit: false },
        ...sameOf(['realnvp-multiscale', 'realnvp-variational'], {
          layers: 2,
          scales: 3,
          channels: 32,
          blocks: 1,
          batchNorm: false,
        }),
        ...sameOf(['glow', 'glow-variational'], { layers: 8, scales: 2, channels: 64 }),
        ...elementSizes,
      },
      training: {
        epochs: 60,
        batchSize: 100,
        optimizer: { rate: 1e-4, weightDecay: 1e-6 },
        validateEvery: 1500,
        recalibrate: true,
      },
      trainings: {
        nice: { ...fortyMinutes, epochs: 16, batchSize: 200, optimizer: { rate: 3e-3 }, validateEvery: 1000 },
        'realnvp-multiscale': { ...fortyMinutes, epochs: 5 },
        'realnvp-variational': { ...fortyMinutes, epochs: 4 },
        glow: { ...fortyMinutes, epochs: 10 },
        'glow-variational': { ...fortyMinutes, epochs: 8 },
        ...sameOf(drawnByElement, { ...fortyMinutes, epochs: 2, batchSize: 32 }),
      },
    },
  },
};
