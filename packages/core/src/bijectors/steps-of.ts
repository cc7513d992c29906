import type { Bijector } from '../bijector.ts';
import { Chain } from './chain.ts';
import { Reversible } from './reversible.ts';

/** f_1 to f_K of a chain, with the chains in it opened, those that recompute too. */
export const stepsOf = (bijector: Bijector): Bijector[] =>
  bijector instanceof Chain || bijector instanceof Reversible ? bijector.bijectors.flatMap(stepsOf) : [bijector];
