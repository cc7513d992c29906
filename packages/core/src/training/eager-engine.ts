import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';
import type { Batch } from '../trainable.ts';
import type { CompiledStep, Engine, Step, StepResult } from './engine.ts';

/** The engine that runs each step op by op on the backend of the moment. */
export const eagerEngine = (): Engine => ({
  compile: async <X extends tf.Tensor>(step: Step<X>) => new EagerStep(step),
});

class EagerStep<X extends tf.Tensor> implements CompiledStep<X> {
  readonly #step: Step<X>;

  constructor(step: Step<X>) {
    this.#step = step;
  }

  async run(batch: Batch<X>, options: { rng: Rng; step: number }): Promise<StepResult> {
    const step = this.#step;
    const state = [...step.state.variables.values()];
    const before = state.map((variable) => variable.clone());
    let applied = false;
    try {
      const result = step.update(await this.#lossAndGradients(batch, options), options.step);
      applied = result.applied;
      if (applied) step.trained.write();
      return result;
    } finally {
      if (!applied) for (const [i, variable] of state.entries()) variable.assign(before[i] as tf.Tensor);
      tf.dispose(before);
    }
  }

  /** Puts the gradients into `step.gradients` and gives the loss, with one read of the device. */
  async #lossAndGradients(batch: Batch<X>, { rng, step: number }: { rng: Rng; step: number }): Promise<number> {
    const { trained, gradients } = this.#step;
    const variables = [...trained.variables.values()];
    const packed = tf.tidy(() => {
      const step = tf.scalar(number);
      const { value, grads } = tf.variableGrads(() => this.#step.loss(batch, { rng, step }), variables);
      const flat = variables.map((variable) => (grads[variable.name] ?? tf.zeros([variable.size])).flatten());
      return tf.concat([value.flatten(), ...flat]);
    });
    const values = (await packed.data()) as Float32Array;
    packed.dispose();
    gradients.set(values.subarray(1));
    return values[0] as number;
  }

  async sync(): Promise<void> {
    await this.#step.state.read();
  }

  async push(): Promise<void> {
    this.#step.trained.write();
    this.#step.state.write();
  }

  dispose(): void {}
}
