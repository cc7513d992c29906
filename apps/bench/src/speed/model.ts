/**
 * A model and how it is used; the peers' processes take it as JSON.
 *
 * - `hidden`: the width of each of the two hidden layers of each of the `layers` networks.
 * - `batch`: rows of a training step, `rows`: those of an evaluation of log p.
 */
export type Model = {
  readonly kind: 'maf';
  readonly dims: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly rows: number;
  readonly learningRate: number;
  readonly seed: number;
};
