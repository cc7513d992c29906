import { concentric } from './concentric.ts';

/** Four circles of radius 0.75, 1.5, 2.25 and 3, thinly drawn: the noise is added after the scaling. */
export const rings = concentric('rings', { radii: [0.75, 1.5, 2.25, 3], noise: 0.08, entropy: 2.6232 });
