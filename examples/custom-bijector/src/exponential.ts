import { type Bijector, mapped, stateless, sumEvent } from '@flows/core';

/**
 * Positive data, as the exponential of an unbounded latent.
 *
 *     x = exp(z)        z = log x        log|det ∂x/∂z| = Σ_i z_i
 */
export function exponential(): Bijector {
  return {
    forward: (z) => mapped(() => ({ value: z.exp(), logDet: sumEvent(z) })),
    inverse: (x) =>
      mapped(() => {
        const z = x.log();
        return { value: z, logDet: sumEvent(z).neg() };
      }),
    ...stateless({ kind: 'exponential' }),
  };
}
