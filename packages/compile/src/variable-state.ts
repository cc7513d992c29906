import * as tf from '@tensorflow/tfjs';
import type { HostNumbers } from './dtype.ts';

/** `numbers`, where they were read; of the data that the variable had then, or got by `sync`. */
type Held = { numbers?: HostNumbers; dataId: object; ahead: boolean };

/**
 * The numbers of variables as a compiled function sees them: what its last run assigned, or what was assigned outside
 * since. tfjs gives a variable another data id at every assignment, by which the two are told apart.
 */
export class VariableState {
  readonly #held = new Map<tf.Variable, Held>();

  /** A run begins: what is assigned outside from now on comes before what the run assigns to these variables. */
  begin(variables: Iterable<tf.Variable>): void {
    for (const variable of variables) this.#heldOf(variable);
  }

  /** The numbers at the time of the call. */
  async numbers(variable: tf.Variable): Promise<HostNumbers> {
    const held = this.#heldOf(variable);
    held.numbers ??= (await variable.data()) as HostNumbers;
    return held.numbers;
  }

  /** Takes what a run assigned, unless the variable was assigned outside since the run's `begin`. */
  assign(variable: tf.Variable, numbers: HostNumbers): void {
    const held = this.#held.get(variable);
    if (held?.dataId !== variable.dataId) return;
    held.numbers = numbers;
    held.ahead = true;
  }

  /** Whether a run has assigned what the variable, with its data, does not hold yet. */
  isAhead(variable: tf.Variable, dataId: object = variable.dataId): boolean {
    const held = this.#held.get(variable);
    return held?.ahead === true && held.dataId === dataId;
  }

  /** Writes what runs assigned into the variables. */
  sync(): void {
    for (const [variable, held] of this.#held) {
      const { numbers } = held;
      if (!numbers || !this.isAhead(variable)) continue;
      tf.tidy(() => variable.assign(tf.tensor(numbers.slice(), variable.shape, variable.dtype)));
      held.dataId = variable.dataId;
      held.ahead = false;
    }
  }

  clear(): void {
    this.#held.clear();
  }

  #heldOf(variable: tf.Variable): Held {
    const { dataId } = variable;
    const known = this.#held.get(variable);
    if (known?.dataId === dataId) return known;
    const held = { dataId, ahead: false };
    this.#held.set(variable, held);
    return held;
  }
}
