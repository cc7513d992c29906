import * as tf from '@tensorflow/tfjs';
import type { HostNumbers } from './compiled-graph.ts';

type Held = { numbers: HostNumbers; dataId: object; ahead: boolean };

/**
 * The numbers of variables as a compiled function sees them: what its last run assigned, or what was assigned outside
 * since. tfjs gives a variable another data id at every assignment, by which the two are told apart.
 */
export class VariableState {
  readonly #held = new Map<tf.Variable, Held>();

  async numbers(variable: tf.Variable): Promise<HostNumbers> {
    const held = this.#held.get(variable);
    if (held && held.dataId === variable.dataId) return held.numbers;
    const { dataId } = variable;
    const numbers = (await variable.data()) as HostNumbers;
    this.#held.set(variable, { numbers, dataId, ahead: false });
    return numbers;
  }

  /** Takes what a run assigned. */
  assign(variable: tf.Variable, numbers: HostNumbers): void {
    this.#held.set(variable, { numbers, dataId: variable.dataId, ahead: true });
  }

  /** Whether a run has assigned what the variable, with its data, does not hold yet. */
  isAhead(variable: tf.Variable, dataId: object = variable.dataId): boolean {
    const held = this.#held.get(variable);
    return held?.ahead === true && held.dataId === dataId;
  }

  /** Writes what runs assigned into the variables. */
  sync(): void {
    for (const [variable, held] of this.#held) {
      if (!this.isAhead(variable)) continue;
      tf.tidy(() => variable.assign(tf.tensor(held.numbers.slice(), variable.shape, variable.dtype)));
      held.dataId = variable.dataId;
      held.ahead = false;
    }
  }

  clear(): void {
    this.#held.clear();
  }
}
