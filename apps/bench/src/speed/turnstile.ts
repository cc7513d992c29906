import type { CompiledStep, Engine, Step } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * An engine whose steps wait to be let through, so that the loop of one `fit` can be timed from outside: batches,
 * gradients, update and all that is between.
 */
export class Turnstile implements Engine {
  readonly #engine: Engine;
  #left = 0;
  #open = () => {};
  #arrived = () => {};

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async compile<X extends tf.Tensor>(step: Step<X>): Promise<CompiledStep<X>> {
    const compiled = await this.#engine.compile(step);
    return {
      run: async (batch, options) => {
        await this.#enter();
        return compiled.run(batch, options);
      },
      sync: () => compiled.sync(),
      push: () => compiled.push(),
      dispose: () => compiled.dispose(),
    };
  }

  /** Lets so many steps through; resolves when they are done and the one after them stands before the turnstile. */
  pass(steps: number): Promise<void> {
    this.#left = steps;
    return new Promise((resolve) => {
      this.#arrived = resolve;
      this.#open();
    });
  }

  async #enter(): Promise<void> {
    if (this.#left === 0) {
      await new Promise<void>((resolve) => {
        this.#open = resolve;
        this.#arrived();
      });
    }
    this.#left--;
  }
}
