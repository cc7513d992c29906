import type * as tf from '@tensorflow/tfjs';
import type { Batch } from '../trainable.ts';
import { diverged } from './diverged.ts';
import type { StepResult } from './engine.ts';
import { disposeBatch } from './fit-data.ts';
import type { FitResult } from './fit-options.ts';
import type { Training } from './training.ts';
import { resumeTraining, writeTraining } from './training-checkpoint.ts';

/**
 * Runs a training to its end, from its checkpoint where it has one, and disposes of it.
 *
 * @throws ConfigError, WeightsError where the checkpoint is of another training, or malformed.
 * @throws FlowsError of code `diverged` where steps stay not finite.
 */
export async function runTraining<X extends tf.Tensor>(training: Training<X>): Promise<FitResult> {
  try {
    if (training.plan.resume) await resumeTraining(training, training.plan.resume);
    return await train(training);
  } finally {
    training.dispose();
  }
}

async function train<X extends tf.Tensor>(training: Training<X>): Promise<FitResult> {
  const { plan, position, curve, best, guard, data } = training;
  const stopped = await runEpochs(training);
  if (training.begun) {
    if (stopped === 'aborted') await plan.checkpoint?.write(await writeTraining(training));
    else if (curve.points.at(-1)?.step !== position.step) await training.mark();
    await training.finish();
  }
  return {
    steps: position.step,
    epochs: position.epoch + (position.batch === data.perEpoch ? 1 : 0),
    stopped,
    curve: curve.points,
    ...(best.found && { best: best.found }),
    skipped: guard.counts.skipped,
    rollbacks: guard.counts.rollbacks,
  };
}

async function runEpochs<X extends tf.Tensor>(training: Training<X>): Promise<FitResult['stopped']> {
  const { plan, data, position } = training;
  const report = reporter(training);
  const interval = plan.validateEvery ?? data.perEpoch;
  for (; position.epoch < plan.epochs; position.epoch++, position.batch = 0) {
    const before = stopOf(training);
    if (before) return before;
    for await (const batch of data.epoch(position.epoch, plan.rng.fork('epoch').fork(position.epoch), position.batch)) {
      try {
        const result = await guardedStep(training, batch);
        if (interval !== undefined && position.step % interval === 0) await training.mark();
        report(result);
      } finally {
        disposeBatch(batch);
      }
      if (plan.checkpoint && position.step % plan.checkpoint.every === 0) {
        await plan.checkpoint.write(await writeTraining(training));
      }
      await training.breathe();
      const stop = stopOf(training);
      if (stop) return stop;
    }
    if (interval === undefined) await training.mark();
  }
  return stopOf(training) ?? 'finished';
}

async function guardedStep<X extends tf.Tensor>(training: Training<X>, batch: Batch<X>): Promise<StepResult> {
  const result = await training.run(batch);
  const verdict = training.guard.after(result);
  if (verdict !== 'go on') {
    const {
      model,
      step: { loss },
      position,
      stepRng: rng,
    } = training;
    await training.sync();
    const error = verdict === 'diverged' && (await diverged(model, loss, batch, { rng, step: position.step }));
    await training.rollBack();
    if (error) throw error;
  }
  training.position.step++;
  training.position.batch++;
  return result;
}

function stopOf<X extends tf.Tensor>({ plan, position, best }: Training<X>): FitResult['stopped'] | undefined {
  if (plan.signal?.aborted) return 'aborted';
  if (position.step >= plan.steps) return 'finished';
  if (best.withoutGain >= plan.patience) return 'early';
  return undefined;
}

function reporter<X extends tf.Tensor>({ plan, steps, position, optimizer, curve }: Training<X>) {
  const began = { time: performance.now(), step: position.step };
  return ({ loss, gradientNorm, applied }: StepResult): void => {
    const { epoch, step } = position;
    const secondsAStep = (performance.now() - began.time) / 1000 / (step - began.step);
    const validation = curve.validation;
    plan.onProgress?.({
      epoch,
      step,
      loss,
      gradientNorm,
      rate: optimizer.rateAt(step - 1),
      skipped: !applied,
      ...(steps < Infinity && { steps, secondsLeft: secondsAStep * (steps - step) }),
      ...(validation !== undefined && { validation }),
    });
  };
}
