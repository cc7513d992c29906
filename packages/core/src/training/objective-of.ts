import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import type { Step } from './engine.ts';

/** What `fit` minimises: the model's own objective, or the mean of -log p(x) over the batch, in nats. */
export const objectiveOf =
  <X extends tf.Tensor>(model: DensityModel<X>): Step<X>['loss'] =>
  ({ x, context }, { rng, step }) => {
    const given = { context, training: true };
    return model.objective
      ? model.objective(x, { rng, step, ...given })
      : tf.tidy(() => model.logProb(x, given).mean().neg() as tf.Scalar);
  };
