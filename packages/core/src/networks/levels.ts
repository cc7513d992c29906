import type * as tf from '@tensorflow/tfjs';
import type { LinearLayer } from './dense.ts';

/**
 * A level of units of a feedforward network: the sum of what linear maps make of levels below it, of the context, and,
 * in a residual network, of a level that is added as it is.
 *
 *     h^n = h^skip + Σ_terms φ(h^from) W + b + (c C + d)          h⁰ = x, which φ leaves as it is
 *
 * - `width`: which of the network's widths it has: 0 that of the input, l that of the l-th hidden layer.
 */
export type Level<L extends LinearLayer = LinearLayer> = {
  readonly width: number;
  readonly terms: readonly { readonly from: number; readonly layer: L }[];
  readonly context?: LinearLayer;
  readonly skip?: number;
};

/** The last of the levels, computed from the first, x; `levels` are those above it. */
export function topLevel(
  levels: readonly Level[],
  x: tf.Tensor2D,
  φ: (h: tf.Tensor2D) => tf.Tensor2D,
  context?: tf.Tensor2D,
): tf.Tensor2D {
  const h = [x];
  for (const { terms, context: contextLayer, skip } of levels) {
    const sums = terms.map(({ from, layer }) => layer.apply(from === 0 ? x : φ(h[from] as tf.Tensor2D)));
    if (contextLayer && context) sums.push(contextLayer.apply(context));
    if (skip !== undefined) sums.unshift(h[skip] as tf.Tensor2D);
    h.push(sums.reduce((sum, next) => sum.add(next)));
  }
  return h.at(-1) as tf.Tensor2D;
}
