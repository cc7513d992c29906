import { z } from 'zod';

/** The sizes that a model's registry entry builds it with. */
export const architectureSchema = z.strictObject({
  /**
   * K, the number of flow layers, of multi-scale models at each scale, of autoencoders those of the posterior; a model
   * without layers ignores it.
   */
  layers: z.int().positive(),
  /** Units of each hidden layer of a network. */
  hidden: z.array(z.int().positive()),
  /** Batch normalisation after every flow layer, as in the MAF paper; for models that have it. */
  batchNorm: z.boolean().optional(),
  /** The scales of a multi-scale model, and the levels of Glow. */
  scales: z.int().positive().optional(),
  /** Channels within a convolutional network, and units of an LSTM. */
  channels: z.int().positive().optional(),
  /** The dimensions of an autoencoder's z. */
  latents: z.int().positive().optional(),
  /** Residual blocks of a convolutional network, and stacks of WaveNet. */
  blocks: z.int().positive().optional(),
  /** Whether a logit stands behind a continuous model of images; true where absent. */
  logit: z.boolean().optional(),
});

/** What `fit` is told. A run is as long as `steps` or `epochs` says. */
export const trainingSchema = z.strictObject({
  steps: z.int().positive().optional(),
  epochs: z.int().positive().optional(),
  batchSize: z.int().positive(),
  optimizer: z.strictObject({ rate: z.number().positive(), weightDecay: z.number().nonnegative().optional() }),
  schedule: z.strictObject({ kind: z.literal('cosine'), final: z.number().nonnegative().optional() }).optional(),
  clipNorm: z.number().positive().optional(),
  /** Steps between two points of the curve, and two looks at the validation set; an epoch where absent. */
  validateEvery: z.int().positive().optional(),
  /** Looks at the validation set without a gain before training stops. */
  patience: z.int().positive().optional(),
  /** Batch normalisation, of models that have it, evaluates with the statistics of the whole training set. */
  recalibrate: z.boolean().optional(),
  /** Of fits to a density: the inverse temperature of log p̃ is `from` at first, and 1 after this part of the steps. */
  anneal: z.strictObject({ from: z.number().min(0).lt(1), part: z.number().positive().max(1) }).optional(),
});

export type Architecture = z.infer<typeof architectureSchema>;
export type Training = z.infer<typeof trainingSchema>;

/** A density whose points are drawn, a table of numbers, small images of whole numbers, or sounds of them. */
export type DataKind = 'toy' | 'table' | 'image' | 'sound';

/** How many rows of a set are used; all that there are where absent. */
export type Rows = { train?: number; validation?: number; test?: number };

export type Settings = {
  rows: Rows;
  /** Of sounds: how many samples a row has; as many as the data set says where absent. */
  length?: number;
  /** The models that are trained on it, where they are not the profile's. */
  models?: readonly string[];
  /** Of models that have latents: how many importance samples an estimate of log p(x) is made of; 128 where absent. */
  importanceSamples?: number;
  architecture: Architecture;
  /** Where one model is built otherwise than the rest. */
  architectures?: Readonly<Record<string, Partial<Architecture>>>;
  training: Training;
  /** Where one model is trained otherwise than the rest. */
  trainings?: Readonly<Record<string, Partial<Training>>>;
};

/** What `flows-bench run` trains where its flags do not say. */
export type Profile = {
  description: string;
  models: readonly string[];
  data: readonly string[];
  seeds: readonly number[];
  settings: Readonly<Record<DataKind, Settings>>;
  /** How flows are fitted to energies, of which there are no rows. */
  energies: Settings;
  /** Data sets, by name, that are trained otherwise than the rest of their kind. */
  exceptions?: Readonly<Record<string, Settings>>;
};
