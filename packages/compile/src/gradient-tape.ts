import * as tf from '@tensorflow/tfjs';

/** tfjs's tape as it is when this is made: empty, or the beginning of a gradient that is under way. */
export class GradientTape {
  readonly #length: number;

  constructor() {
    const { gradientDepth, activeTape } = tf.engine().state;
    this.#length = gradientDepth === 0 ? 0 : activeTape.length;
  }

  /** Takes away what came since: a throw within a gradient leaves tensors there. */
  cut(): void {
    const { state } = tf.engine();
    for (const { saved } of state.activeTape?.splice(this.#length) ?? []) tf.dispose(saved);
    if (state.gradientDepth === 0) state.activeTape = null as unknown as typeof state.activeTape;
  }
}
