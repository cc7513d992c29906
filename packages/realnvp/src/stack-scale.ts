import type { ScaleConfig } from '@flows/core';

/** The largest scale of a stack of couplings, whose square float32 still holds with room for what else is in a loss. */
const LARGEST = 1e12;

/** The largest scale of one coupling. */
const LARGEST_OF_ONE = 1000;

/**
 * The default scale of couplings in a stack, σ = exp(s), so bounded that an element which `moves` of them move one after
 * the other is scaled within 10⁻¹² and 10¹² by all of them together, and by none beyond 1/1000 or 1000. So no event, however
 * far out, overflows in either direction by its scales.
 */
export const stackScale = (moves: number): ScaleConfig => ({
  kind: 'exp',
  bound: Math.min(Math.log(LARGEST_OF_ONE), Math.log(LARGEST) / moves),
});
