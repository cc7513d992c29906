import type * as tf from '@tensorflow/tfjs';
import { WeightsError } from '../errors.ts';
import type { BestWeights } from './best-weights.ts';
import { type CheckpointArray, type Counters, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { LearningCurve } from './learning-curve.ts';
import type { OptimizerState } from './optimizer.ts';
import type { Training } from './training.ts';

/** A training as it stands after a step, in a file that is also a model. */
export async function writeTraining<X extends tf.Tensor>(training: Training<X>): Promise<Uint8Array> {
  await training.sync();
  const { model, trained, state } = training;
  return writeCheckpoint(model, {
    layouts: [trained, state],
    arrays: arraysOf(training),
    counters: countersOf(training),
    options: optionsOf(training),
  });
}

/**
 * Puts a training where a checkpoint stood.
 *
 * @throws WeightsError where the file is malformed or of another model.
 * @throws ConfigError where it was written under options that give other numbers.
 */
export async function resumeTraining<X extends tf.Tensor>(training: Training<X>, bytes: Uint8Array): Promise<void> {
  const arrays = arraysOf(training);
  const counters = readCheckpoint(training.model, bytes, { arrays, options: optionsOf(training) });
  await training.goOn();
  try {
    restoreCounters(training, counters);
  } catch (cause) {
    throw new WeightsError('fit: the counters of the checkpoint are malformed', { cause });
  }
}

/** The flat arrays that a training needs to go on, beside the weights. */
function arraysOf<X extends tf.Tensor>({ trained, state, optimizer, guard, best, plan }: Training<X>) {
  const moments = (prefix: string, from: OptimizerState): CheckpointArray[] => [
    { name: `${prefix}firstMoment`, layout: trained, values: from.firstMoment },
    { name: `${prefix}secondMoment`, layout: trained, values: from.secondMoment },
    ...(plan.averaging ? [{ name: `${prefix}averaged`, layout: trained, values: from.averaged }] : []),
  ];
  const weights = (name: string, values: Float32Array, stateValues: Float32Array): CheckpointArray[] => [
    { name, layout: trained, values },
    { name, layout: state, values: stateValues },
  ];
  const { snapshot } = guard;
  return [
    ...moments('', optimizer.state),
    ...moments('snapshot/', snapshot.optimizer),
    ...weights('snapshot/weights', snapshot.optimizer.parameters, snapshot.state),
    ...(plan.validation ? weights('best', best.weights, best.state) : []),
  ];
}

/** The options that decide the numbers of a training. */
function optionsOf<X extends tf.Tensor>({ plan, data, steps }: Training<X>) {
  return {
    seed: plan.rng.state.key,
    batchSize: plan.batchSize,
    batchesPerEpoch: data.perEpoch ?? null,
    optimizer: plan.adam,
    schedule: plan.schedule,
    steps: plan.schedule.kind === 'cosine' ? steps : null,
    clipNorm: plan.clipNorm ?? null,
    averaging: plan.averaging?.decay ?? null,
    validation: plan.validation !== undefined,
    validateEvery: plan.validateEvery ?? null,
    recalibrate: plan.recalibrate,
    objective: plan.objective ?? null,
  };
}

function countersOf<X extends tf.Tensor>({ position, optimizer, guard, curve, best }: Training<X>): Counters {
  return {
    position,
    updates: optimizer.state.updates,
    guard: guard.counts,
    snapshotUpdates: guard.snapshot.optimizer.updates,
    curve: curve.counters,
    best: { found: best.found, withoutGain: best.withoutGain },
  };
}

function restoreCounters<X extends tf.Tensor>(training: Training<X>, counters: Counters): void {
  const { position, optimizer, guard, curve, best } = training;
  Object.assign(position, countsLike(position, counters.position));
  const { updates, snapshotUpdates } = countsLike({ updates: 0, snapshotUpdates: 0 }, counters);
  optimizer.state.updates = updates;
  guard.restore(countsLike(guard.counts, counters.guard));
  guard.snapshot.optimizer.updates = snapshotUpdates;
  curve.restore(counters.curve as LearningCurve['counters']);
  const { found, withoutGain } = counters.best as Pick<BestWeights, 'found' | 'withoutGain'>;
  Object.assign(best, { found, withoutGain });
}

/** The counts of `value` with the names of `like`. */
function countsLike<T extends Record<string, number | boolean>>(like: T, value: unknown): T {
  const counts = Object.keys(like).map((name) => [name, (value as T)[name]] as const);
  for (const [name, count] of counts) {
    if (typeof count !== typeof like[name]) throw new TypeError(`expected ${name}, got ${String(count)}`);
  }
  return Object.fromEntries(counts) as T;
}
