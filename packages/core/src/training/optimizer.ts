import { type AdamOptions, adam } from './adam.ts';
import { averagingDecayAt } from './averaging-decay.ts';
import type { StepResult } from './engine.ts';
import { zerosBeside } from './flat-memory.ts';
import { clippingScale, globalNorm } from './global-norm.ts';
import { type Schedule, scheduleAt } from './schedule.ts';

/** What an optimizer carries from step to step; `averaged` is empty without averaging. */
export type OptimizerState = {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly averaged: Float32Array;
  /** The number of updates so far: t of Adam's next one, less one. */
  updates: number;
};

export type OptimizerOptions = {
  readonly adam: AdamOptions;
  readonly schedule: Schedule;
  /** The number of steps that the schedule is laid over. */
  readonly steps: number;
  readonly clipNorm?: number;
  /** The decay of the averaged weights. */
  readonly averagingDecay?: number;
};

/**
 * From flat gradients to flat weights: clipping, Adam under a schedule, averaging. Weights and gradients that lie in
 * one memory (`flatZeros`, `zerosBeside`) have the rest beside them, and are updated faster.
 */
export class Optimizer {
  readonly state: OptimizerState;

  constructor(
    parameters: Float32Array,
    readonly gradients: Float32Array,
    readonly options: OptimizerOptions,
  ) {
    const zeros = () => zerosBeside(parameters);
    const averaged = options.averagingDecay === undefined ? new Float32Array(0) : zeros();
    this.state = { parameters, firstMoment: zeros(), secondMoment: zeros(), averaged, updates: 0 };
  }

  /** The weights to evaluate and to keep: the averaged ones where there are any. */
  get evaluated(): Float32Array {
    return this.options.averagingDecay === undefined ? this.state.parameters : this.state.averaged;
  }

  rateAt(step: number): number {
    const { adam, schedule, steps } = this.options;
    return adam.rate * scheduleAt(schedule, step, steps);
  }

  update(loss: number, step: number): StepResult {
    const { state, gradients, options } = this;
    const gradientNorm = globalNorm(gradients);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return { loss, gradientNorm, applied: false };
    const t = ++state.updates;
    const rate = this.rateAt(step);
    const gradientScale = clippingScale(gradientNorm, options.clipNorm);
    const averagingDecay = averagingDecayAt(options.averagingDecay ?? 1, t);
    adam({ ...state, gradients }, { ...options.adam, rate }, { t, gradientScale, averagingDecay });
    return { loss, gradientNorm, applied: true };
  }
}

/** Copies one state over another of the same size. */
export function copyState(from: OptimizerState, to: OptimizerState): void {
  to.parameters.set(from.parameters);
  to.firstMoment.set(from.firstMoment);
  to.secondMoment.set(from.secondMoment);
  to.averaged.set(from.averaged);
  to.updates = from.updates;
}
