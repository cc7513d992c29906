import type { Profile, Settings } from './profile.ts';
import { standard } from './standard.ts';

/**
 * The published settings of Papamakarios et al. (2017), section 4, for the tables that its authors preprocessed: Adam
 * at 1e-4 with an L2 penalty of 1e-6, batch 100, stopped after 30 epochs without a gain on the validation set.
 */
const published: Settings = {
  rows: {},
  architecture: { layers: 5, hidden: [512, 512], batchNorm: true },
  architectures: { realnvp: { layers: 10 } },
  training: {
    epochs: 2000,
    batchSize: 100,
    optimizer: { rate: 1e-4, weightDecay: 1e-6 },
    patience: 30,
    recalibrate: true,
  },
};

export const paper: Profile = {
  description: "the MAF paper's settings, for --data mnist or your own FILE.npz with train, val and test; days",
  models: ['realnvp', 'made', 'maf'],
  data: [],
  seeds: [0],
  settings: { toy: published, table: published, image: published, sound: standard.settings.sound },
  energies: standard.energies,
  exceptions: { mnist: { ...published, architecture: { ...published.architecture, hidden: [1024] } } },
};
