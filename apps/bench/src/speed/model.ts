/** What kinds of models are timed: see `families`. */
export type ModelKind =
  | 'maf'
  | 'iaf'
  | 'glow'
  | 'realnvp'
  | 'gated-pixelcnn'
  | 'diagonal-bilstm'
  | 'wavenet'
  | 'vae-planar'
  | 'vae-iaf';

/**
 * A model and how it is used; the peers' processes take it as JSON.
 *
 * - `shape`: of an event, [D], [height, width, channels], or [length] of a sound.
 * - `values`: how many numbers an element may be, the whole ones from 0; any real number where absent.
 * - `hidden`: the width of each of the two hidden layers of an autoregressive flow's networks, the channels of those of a
 *   flow of images, the units of a layer of other models.
 * - `latents`: the dimensions of z of a variational autoencoder.
 * - `layers`, `levels`: of an autoregressive flow so many networks, at one level; of a Glow so many steps at each level; of
 *   a multi-scale RealNVP so many couplings under each mask at each scale; of other models so many layers, at one level.
 * - `trainingRows`: those in memory that batches are made of.
 * - `batch`: rows of a training step, `rows`: those of an evaluation of log p and of a draw of samples.
 * - `threads`: the most that are used; as many as there are cores where absent.
 */
export type Model = {
  readonly kind: ModelKind;
  readonly shape: readonly number[];
  readonly values?: number;
  readonly hidden: number;
  readonly layers: number;
  readonly latents?: number;
  readonly levels: number;
  readonly trainingRows: number;
  readonly batch: number;
  readonly rows: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly threads?: number;
};
