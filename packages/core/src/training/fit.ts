import type * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import { ConfigError } from '../errors.ts';
import { isRecalibrated, ownersOf } from '../trainable.ts';
import { batchesOf, type FitData } from './fit-data.ts';
import type { FitOptions, FitResult } from './fit-options.ts';
import { planOf } from './fit-plan.ts';
import { runTraining } from './run-training.ts';
import { Training } from './training.ts';

/**
 * Fits a density model to data: minimises its objective, or the mean of -log p(x), by Adam with decoupled weight
 * decay, batch by batch in a seeded order.
 *
 * With validation data the model ends with the weights of the best validation, else with the last ones; averaged
 * weights where averaging is on. A step whose loss or gradient is not finite leaves the weights as they are; after
 * three in a row the training goes back to its last good snapshot.
 *
 * @throws ConfigError where options are missing, unknown or contradict each other, or `resume` was written under others.
 * @throws DataError where data is empty, of another shape than the model's events, or not finite.
 * @throws WeightsError where `resume` is malformed or of another model.
 * @throws FlowsError of code `diverged`, naming the layer that broke, where rolling back does not help.
 */
export async function fit<X extends tf.Tensor>(
  model: DensityModel<X>,
  data: FitData<X>,
  options: FitOptions<X>,
): Promise<FitResult> {
  const plan = planOf(options);
  if (plan.recalibrate && !(isRecalibrated(model) && ownersOf(model, isRecalibrated).length > 0)) {
    throw new ConfigError(
      `fit: recalibrate needs a part that keeps statistics of data, batchNorm for one, and this ${model.config.kind} has none`,
    );
  }
  const batches = await batchesOf<X>('fit: data', data, model, plan.batchSize);
  const validation = plan.validation && (await batchesOf<X>('fit: validation', plan.validation, model, plan.batchSize));
  const steps = Math.min(plan.steps, plan.epochs * (batches.perEpoch ?? Infinity));
  if (plan.schedule.kind === 'cosine' && steps === Infinity) {
    throw new ConfigError('fit: a cosine schedule needs to know its end; expected steps where data is a function');
  }
  return runTraining(new Training(model, plan, { data: batches, validation, steps }));
}
