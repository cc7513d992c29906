import { concentric } from './concentric.ts';

/** Two circles of radius 1.5 and 3: scikit-learn's `make_circles(factor=0.5, noise=0.08)`, times 3. */
export const circles = concentric('circles', { radii: [1.5, 3], noise: 3 * 0.08, entropy: 3.2681 });
