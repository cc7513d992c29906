/**
 * A model and how it is used; the peers' processes take it as JSON.
 *
 * - `kind`: a masked autoregressive flow, whose density takes one pass and whose samples go element by element, or an
 *   inverse one, where it is the other way round.
 * - `hidden`: the width of each of the two hidden layers of each of the `layers` networks.
 * - `batch`: rows of a training step, `rows`: those of an evaluation of log p and of a draw of samples.
 */
export type Model = {
  readonly kind: 'maf' | 'iaf';
  readonly dims: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly rows: number;
  readonly learningRate: number;
  readonly seed: number;
};
