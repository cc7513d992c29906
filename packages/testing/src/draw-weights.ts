import * as tf from '@tensorflow/tfjs';
import type { Rng, Trainable } from './contract.ts';

/**
 * Gives every variable of a part normal numbers of standard deviation `size`, each from a generator that is forked by the
 * variable's path, and then what it must keep: networks whose last layer starts at zero say little before.
 */
export function drawWeights(part: Constrained, rng: Rng, size = 1, path = ''): void {
  for (const [name, child] of Object.entries(part.parts)) {
    const own = path === '' ? name : `${path}.${name}`;
    if ('parts' in child) drawWeights(child, rng, size, own);
    else
      tf.tidy(() =>
        child.assign(
          rng
            .fork(own)
            .normal(child.shape as [number])
            .mul(size),
        ),
      );
  }
  part.constrain?.();
}

type Constrained = Trainable & { constrain?(): void };
