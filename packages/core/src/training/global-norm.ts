import { simdLoops } from './simd-loops.ts';

/** The norm of gradients over all parameters, ‖g‖₂, summed in float64; not finite where a gradient is not. */
export function globalNorm(gradients: Float32Array): number {
  return Math.sqrt(simdLoops([gradients])?.sumOfSquares(gradients) ?? sumOfSquares(gradients));
}

function sumOfSquares(gradients: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gradients.length; i++) sum += (gradients[i] as number) * (gradients[i] as number);
  return sum;
}

/**
 * What gradients of a norm are multiplied by, so that their norm is at most `limit` (Pascanu et al. 2013,
 * algorithm 1): min(1, limit / ‖g‖₂).
 */
export const clippingScale = (norm: number, limit = Infinity): number => (norm > limit ? limit / norm : 1);
