/** The weights and state of the best validation so far. */
export class BestWeights {
  readonly weights: Float32Array;
  readonly state: Float32Array;
  found?: { step: number; validation: number };
  /** Validations since then. */
  withoutGain = 0;

  constructor(weights: number, state: number) {
    this.weights = new Float32Array(weights);
    this.state = new Float32Array(state);
  }

  /** Keeps what was validated where it is the best. */
  offer(step: number, validation: number, weights: Float32Array, state: Float32Array): void {
    if (!Number.isFinite(validation) || validation >= (this.found?.validation ?? Infinity)) {
      this.withoutGain++;
      return;
    }
    this.weights.set(weights);
    this.state.set(state);
    this.found = { step, validation };
    this.withoutGain = 0;
  }
}
