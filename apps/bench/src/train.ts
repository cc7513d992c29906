import { type CurvePoint, type DensityModel, type Engine, fit, isRecalibrated, ownersOf, type Rng } from '@flows/core';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoints.ts';
import type { DataSet } from './data-set.ts';
import { median } from './median.ts';
import { figureShift } from './preprocessing.ts';
import type { Training } from './profiles/profile.ts';
import type { TrialProgress } from './progress.ts';
import type { DoneTrial } from './results.ts';
import type { EngineName } from './runners.ts';
import type { TrialPlan } from './trial-plan.ts';

/**
 * - `out`: the run's folder: the model goes into its `models`, the state of an unfinished trial into `checkpoints`.
 * - `engine`: what runs the model.
 * - `signal`: ends training after the step in hand and keeps its checkpoint.
 */
export type TrialOptions = {
  out: string;
  engine: EngineName;
  signal?: AbortSignal;
  onProgress?(progress: TrialProgress): void;
};

/** What is told of a training: all its seconds, those before a kill too, the median of a step, and its curve. */
export type Trained = Pick<DoneTrial, 'curve'> & { seconds: number; stepMs?: number };

const stepsBetweenCheckpoints = 50;
const warmUpSteps = 5;

/** Trains a model as the plan says, from its checkpoint where it left one. */
export async function train(
  plan: TrialPlan,
  model: DensityModel,
  data: DataSet,
  {
    out,
    signal,
    onProgress,
    training,
    engine,
    rng,
  }: Omit<TrialOptions, 'engine'> & {
    training: Training;
    engine: Engine;
    rng: Rng;
  },
): Promise<Trained | 'aborted'> {
  const begun: Checkpoint | undefined = readCheckpoint(out, plan);
  const start = performance.now();
  const seconds = () => (begun?.trainSeconds ?? 0) + (performance.now() - start) / 1000;
  const stepTimes: number[] = [];
  const shift = figureShift(data);
  let last = start;
  const { stopped, curve } = await fit(model, data.train, {
    ...training,
    recalibrate: training.recalibrate === true && ownersOf(model, isRecalibrated).length > 0,
    rng,
    engine,
    validation: data.validation,
    signal,
    resume: begun?.bytes,
    checkpoint: {
      every: stepsBetweenCheckpoints,
      write: (bytes) => writeCheckpoint(out, plan, { bytes, trainSeconds: seconds() }),
    },
    onProgress: (progress) => {
      const now = performance.now();
      stepTimes.push(now - last);
      last = now;
      onProgress?.({ ...progress, loss: progress.loss + shift });
    },
  });
  if (stopped === 'aborted') return 'aborted';
  const timed = stepTimes.slice(Math.min(warmUpSteps, stepTimes.length - 1));
  return {
    seconds: seconds(),
    curve: curve.filter(({ train }) => Number.isFinite(train)).map((point) => shifted(point, shift)),
    ...(timed.length > 0 && { stepMs: median(timed) }),
  };
}

const shifted = ({ step, train, validation }: CurvePoint, shift: number): CurvePoint => ({
  step,
  train: train + shift,
  ...(Number.isFinite(validation) && { validation: (validation as number) + shift }),
});
