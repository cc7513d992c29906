import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import { FlowsError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import type { Batch } from '../trainable.ts';
import type { Step } from './engine.ts';
import { findNonFinite, type NonFinite } from './find-non-finite.ts';

/**
 * The error of a training that has diverged: it replays the failing step on the model's present weights to name the
 * part that broke.
 */
export async function diverged<X extends tf.Tensor>(
  model: DensityModel<X>,
  loss: Step<X>['loss'],
  batch: Batch<X>,
  { rng, step }: { rng: Rng; step: number },
): Promise<FlowsError> {
  const number = tf.scalar(step);
  try {
    const found = await findNonFinite(model, () => loss(batch, { rng, step: number }));
    return new FlowsError(
      'diverged',
      `fit: step ${step} was not finite, and after two rollbacks still is not: ${whereText(found)}; ` +
        'try a lower rate, clipNorm, a warm-up, standardised data, or a tighter bound of scales',
    );
  } finally {
    number.dispose();
  }
}

function whereText(found: NonFinite | undefined): string {
  if (found === undefined) return 'what was not finite lies outside of every part, in the batch or in the objective';
  if (found.what === 'output')
    return `the first output that was not finite is that of ${found.path || 'the model'}.${found.method}`;
  return `the first ${found.what} that was not finite is that of ${found.path}`;
}
