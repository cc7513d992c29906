import type { StepResult } from './engine.ts';
import { copyState, type OptimizerState } from './optimizer.ts';

/** All that a step changes. */
export type Snapshot = { readonly optimizer: OptimizerState; readonly state: Float32Array };

const snapshotEvery = 100;
const skipsToRollBack = 3;
const rollbacksToStop = 3;

/**
 * Watches for steps whose loss or gradient was not finite. Their updates are left out; three of them in a row go back
 * to the last snapshot that a finite step has proven; the third time without a newer one the training has diverged.
 */
export class NonFiniteGuard {
  snapshot: Snapshot;
  /** Taken before a step, and the next snapshot if that step is finite. */
  #candidate: Snapshot;
  readonly counts = { skipped: 0, rollbacks: 0, skipsInARow: 0, rollbacksInARow: 0, pending: false };

  constructor(readonly live: Snapshot) {
    this.snapshot = emptyLike(live);
    this.#candidate = emptyLike(live);
  }

  /** Takes what is live as the first snapshot. */
  begin(): void {
    copySnapshot(this.live, this.snapshot);
  }

  /** Whether `before` is due, and needs what is live to be up to date. */
  isDue = (step: number): boolean => step % snapshotEvery === 0;

  before(): void {
    copySnapshot(this.live, this.#candidate);
    this.counts.pending = true;
  }

  after({ applied }: StepResult): 'go on' | 'roll back' | 'diverged' {
    const { counts } = this;
    if (applied) {
      counts.skipsInARow = 0;
      if (counts.pending) {
        [this.snapshot, this.#candidate] = [this.#candidate, this.snapshot];
        counts.pending = false;
        counts.rollbacksInARow = 0;
      }
      return 'go on';
    }
    counts.skipped++;
    counts.skipsInARow++;
    if (counts.skipsInARow < skipsToRollBack) return 'go on';
    counts.skipsInARow = 0;
    counts.rollbacksInARow++;
    return counts.rollbacksInARow < rollbacksToStop ? 'roll back' : 'diverged';
  }

  /** Makes live what the snapshot holds. */
  rollBack(): void {
    copySnapshot(this.snapshot, this.live);
    this.counts.rollbacks++;
    this.counts.pending = false;
  }

  /** Goes on from counts that a checkpoint holds; a pending candidate is what is live, since nothing was applied. */
  restore(counts: typeof this.counts): void {
    Object.assign(this.counts, counts);
    if (counts.pending) copySnapshot(this.live, this.#candidate);
  }
}

function copySnapshot(from: Snapshot, to: Snapshot): void {
  copyState(from.optimizer, to.optimizer);
  to.state.set(from.state);
}

const emptyLike = ({ optimizer, state }: Snapshot): Snapshot => ({
  optimizer: {
    parameters: new Float32Array(optimizer.parameters.length),
    firstMoment: new Float32Array(optimizer.firstMoment.length),
    secondMoment: new Float32Array(optimizer.secondMoment.length),
    averaged: new Float32Array(optimizer.averaged.length),
    updates: 0,
  },
  state: new Float32Array(state.length),
});
