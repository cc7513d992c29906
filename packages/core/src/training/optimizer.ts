import { type AdamOptions, adam } from './adam.ts';
import { clipByGlobalNorm } from './clip-by-global-norm.ts';
import type { StepResult } from './engine.ts';
import { moveAverage } from './moving-average.ts';
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
  readonly averaging?: number;
};

/** From flat gradients to flat weights: clipping, Adam under a schedule, averaging. */
export class Optimizer {
  readonly state: OptimizerState;

  constructor(
    parameters: Float32Array,
    readonly gradients: Float32Array,
    readonly options: OptimizerOptions,
  ) {
    const zeros = () => new Float32Array(parameters.length);
    const averaged = new Float32Array(options.averaging === undefined ? 0 : parameters.length);
    this.state = { parameters, firstMoment: zeros(), secondMoment: zeros(), averaged, updates: 0 };
  }

  /** The weights to evaluate and to keep: the averaged ones where there are any. */
  get evaluated(): Float32Array {
    return this.options.averaging === undefined ? this.state.parameters : this.state.averaged;
  }

  rateAt(step: number): number {
    const { adam, schedule, steps } = this.options;
    return adam.rate * scheduleAt(schedule, step, steps);
  }

  update(loss: number, step: number): StepResult {
    const { state, gradients, options } = this;
    const gradientNorm = clipByGlobalNorm(gradients, options.clipNorm);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return { loss, gradientNorm, applied: false };
    state.updates++;
    adam({ ...state, gradients }, { ...options.adam, rate: this.rateAt(step) }, state.updates);
    if (options.averaging !== undefined) {
      moveAverage(state.averaged, state.parameters, options.averaging, state.updates);
    }
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
