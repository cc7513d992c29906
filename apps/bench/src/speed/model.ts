/** What kinds of models are timed: see `families`. */
export type ModelKind = 'maf' | 'iaf' | 'glow' | 'realnvp';

/**
 * A model and how it is used; the peers' processes take it as JSON.
 *
 * - `shape`: of an event, [D] or [height, width, channels].
 * - `hidden`: the width of each of the two hidden layers of an autoregressive flow's networks, the channels of those of a
 *   flow of images.
 * - `layers`, `levels`: of an autoregressive flow so many networks, at one level; of a Glow so many steps at each level; of
 *   a multi-scale RealNVP so many couplings under each mask at each scale.
 * - `trainingRows`: those in memory that batches are made of.
 * - `batch`: rows of a training step, `rows`: those of an evaluation of log p and of a draw of samples.
 * - `threads`: the most that are used; as many as there are cores where absent.
 */
export type Model = {
  readonly kind: ModelKind;
  readonly shape: readonly number[];
  readonly hidden: number;
  readonly layers: number;
  readonly levels: number;
  readonly trainingRows: number;
  readonly batch: number;
  readonly rows: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly threads?: number;
};
