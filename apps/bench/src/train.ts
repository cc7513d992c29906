import type { CurvePoint, FitOptions, FitResult } from '@flows/core';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoints.ts';
import { median } from './median.ts';
import type { TrialProgress } from './progress.ts';
import type { DoneTrial } from './results.ts';
import type { EngineName } from './runners.ts';
import type { TrialPlan } from './trial-plan.ts';

/**
 * - `out`: the run's folder: the model goes into its `models`, the state of an unfinished trial into `checkpoints`.
 * - `engine`: what runs the model.
 * - `threads`: the most that its graphs run on; as compiling chooses where absent.
 * - `signal`: ends training after the step in hand and keeps its checkpoint.
 */
export type TrialOptions = {
  out: string;
  engine: EngineName;
  threads?: number;
  signal?: AbortSignal;
  onProgress?(progress: TrialProgress): void;
};

/** What is told of a training: all its seconds, those before a kill too, the median of a step, and its curve. */
export type Trained = Pick<DoneTrial, 'curve'> & { seconds: number; stepMs?: number };

/** What a training is given beside its own options: where it starts, whom it tells, when it ends. */
export type Loop = Pick<FitOptions, 'signal' | 'resume' | 'checkpoint' | 'onProgress'>;

const stepsBetweenCheckpoints = 250;
const warmUpSteps = 5;

/**
 * Runs a training, from its checkpoint where the trial left one.
 *
 * - `fitting`: `fit` or `fitToDensity` with all its options but the loop's.
 * - `shift`: what is added to losses to give the figures that are shown.
 */
export async function train(
  plan: TrialPlan,
  { out, signal, onProgress }: Omit<TrialOptions, 'engine'>,
  { fitting, shift }: { fitting(loop: Loop): Promise<FitResult>; shift: number },
): Promise<Trained | 'aborted'> {
  const begun: Checkpoint | undefined = readCheckpoint(out, plan);
  const start = performance.now();
  const seconds = () => (begun?.trainSeconds ?? 0) + (performance.now() - start) / 1000;
  const stepTimes: number[] = [];
  let last = start;
  const { stopped, curve } = await fitting({
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
