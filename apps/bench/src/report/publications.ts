import type { ProfileName } from '../profiles.ts';

/**
 * What a figure measures:
 *
 * - `logit`: the NLL of the logit of images, in nats.
 * - `bits`: the NLL of images in bits a dimension.
 * - `unit interval`: the log-likelihood of y = (x + u) / L in [0, 1), in nats; the higher, the better.
 */
export type FigureSpace = 'logit' | 'bits' | 'unit interval';

/** Figures that others reached: NLLs of the data in nats where no `space` says otherwise. */
type Publication = {
  source: string;
  /** Which of our profiles has its settings; none where absent. */
  profile?: ProfileName;
  /** Whether its figures stand beside trials of other settings too, and say so. */
  besideOthers?: true;
  space?: FigureSpace;
  /** Which rows it was measured on: the test set where absent. */
  part?: 'validation';
  /** By data set, by model: the figure, and its standard error where it was given. */
  figures: Readonly<Record<string, Readonly<Record<string, readonly [value: number, stderr?: number]>>>>;
};

export const publications: readonly Publication[] = [
  {
    source: 'zuko 1.6.0',
    profile: 'standard',
    figures: {
      '8gaussians': { realnvp: [2.919], maf: [2.929] },
      moons: { realnvp: [2.406], maf: [2.407] },
      checkerboard: { realnvp: [3.649], maf: [3.599] },
      '2spirals': { realnvp: [2.83], maf: [2.94] },
      pinwheel: { realnvp: [2.377], maf: [2.4] },
      protein: { gaussian: [5.291], realnvp: [-1.82, 0.07], maf: [-3.22, 0.06] },
    },
  },
  {
    source: 'MAF paper, table 1',
    profile: 'paper',
    figures: {
      power: { gaussian: [7.74], made: [3.08], 'made-mog': [-0.4], realnvp: [-0.17], maf: [-0.14], 'maf-mog': [-0.3] },
      gas: { gaussian: [3.58], made: [-3.56], 'made-mog': [-8.47], realnvp: [-8.33], maf: [-9.07], 'maf-mog': [-9.59] },
      hepmass: {
        gaussian: [27.93],
        made: [20.98],
        'made-mog': [15.15],
        realnvp: [18.71],
        maf: [17.7],
        'maf-mog': [17.39],
      },
      miniboone: {
        gaussian: [37.24],
        made: [15.59],
        'made-mog': [12.27],
        realnvp: [13.84],
        maf: [11.75],
        'maf-mog': [11.68],
      },
      bsds300: {
        gaussian: [-96.67],
        made: [-148.85],
        'made-mog': [-153.71],
        realnvp: [-153.28],
        maf: [-155.69],
        'maf-mog': [-156.36],
      },
    },
  },
  {
    source: 'MAF paper, table 2',
    profile: 'paper',
    besideOthers: true,
    space: 'logit',
    figures: {
      mnist: {
        gaussian: [1366.9],
        made: [1380.8],
        'made-mog': [1038.5],
        realnvp: [1370.7],
        maf: [1300.5],
        'maf-mog': [1100.3],
      },
    },
  },
  {
    source: 'Public MAF of 5 × 512, 20 epochs',
    besideOthers: true,
    space: 'logit',
    part: 'validation',
    figures: { mnist: { maf: [1299.3] } },
  },
  {
    source: 'Public MAF of 5 × 512, 70 epochs',
    besideOthers: true,
    space: 'logit',
    part: 'validation',
    figures: { mnist: { maf: [1283] } },
  },
  {
    source: 'pytorch-made, 1 × 500, one mask',
    besideOthers: true,
    figures: { 'binarized-mnist': { made: [94.5] } },
  },
  {
    // The Diagonal BiLSTM of seven layers of 16 units.
    source: 'PixelRNN paper, table 4',
    besideOthers: true,
    figures: { 'binarized-mnist': { pixelcnn: [81.3], 'row-lstm': [80.54], 'diagonal-bilstm': [79.2] } },
  },
  {
    source: 'PixelRNN paper, table 4, one layer of 32',
    besideOthers: true,
    figures: { 'binarized-mnist': { 'diagonal-bilstm': [80.75] } },
  },
  {
    // van den Berg et al. 2018: gated convolutions, 64 latents, up to 2000 epochs; the orthogonal Sylvester flow is the best of
    // three, Householder 83.40.
    source: 'Sylvester flows paper, −ELBO, 64 latents, up to 2000 epochs',
    besideOthers: true,
    figures: {
      'binarized-mnist': { vae: [86.55], 'vae-planar': [86.06], 'vae-iaf': [84.2], 'vae-sylvester': [83.32] },
    },
  },
  {
    // 0.85 million parameters, 64 channels, 150 epochs of batch 128; not the layers of the paper.
    source: 'UvA tutorial 12, gated PixelCNN',
    besideOthers: true,
    space: 'bits',
    figures: { mnist: { 'gated-pixelcnn': [0.808] } },
  },
  {
    source: 'RealNVP and Glow, as the FFJORD paper quotes them',
    besideOthers: true,
    space: 'bits',
    figures: { mnist: { 'realnvp-multiscale': [1.06], glow: [1.05] } },
  },
  {
    // 0.56 million parameters, with variational dequantization 0.63; Adam 1e-3, batch 128.
    source: 'UvA tutorial 11, one scale of 8 couplings, 200 epochs',
    besideOthers: true,
    space: 'bits',
    figures: { mnist: { 'realnvp-multiscale': [1.078], 'realnvp-variational': [1.043] } },
  },
  {
    // 1.7 million parameters, variational dequantization too.
    source: 'UvA tutorial 11, multi-scale, 200 epochs',
    besideOthers: true,
    space: 'bits',
    figures: { mnist: { 'realnvp-variational': [1.02] } },
  },
  {
    source: 'NICE paper, 4 couplings of 5 × 1000, 1500 epochs',
    besideOthers: true,
    space: 'unit interval',
    figures: { mnist: { nice: [1980.5] } },
  },
];
