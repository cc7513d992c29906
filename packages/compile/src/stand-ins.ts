import * as tf from '@tensorflow/tfjs';
import type { Value } from './graph.ts';
import { recordingBackend } from './recording-backend.ts';

type StandIn = { readonly variable: tf.Variable; readonly own: object; readonly recorded: object };

/**
 * Puts values of the graph in the place of all variables that there are while a function is recorded. A variable's data
 * would not do to know it by: tfjs shares it with what the variable was made or assigned from.
 */
export class StandIns {
  readonly #standIns: readonly StandIn[];

  /** @param valueFor the value of a variable, asked once for each that is read; `own` is the data that it has outside. */
  constructor(valueFor: (variable: tf.Variable, own: object) => Value) {
    const backend = recordingBackend();
    this.#standIns = registered().map((variable) => {
      const { dataId: own, shape, dtype } = variable;
      let value: Value | undefined;
      const once = () => {
        value ??= valueFor(variable, own);
        return value;
      };
      const tensor = tf.engine().makeTensorFromTensorInfo(backend.later(shape, dtype, once));
      variable.dataId = tensor.dataId;
      return { variable, own, recorded: tensor.dataId };
    });
  }

  /** The variables that were assigned. */
  assigned(): tf.Variable[] {
    return this.#standIns
      .filter(({ variable, recorded }) => variable.dataId !== recorded)
      .map(({ variable }) => variable);
  }

  /** Variables that there were not. */
  made(): tf.Variable[] {
    const before = new Set(this.#standIns.map(({ variable }) => variable));
    return registered().filter((variable) => !before.has(variable));
  }

  /** Gives every variable its own data back. */
  restore(): void {
    for (const variable of this.made()) variable.dispose();
    for (const { variable, own, recorded } of this.#standIns) {
      if (variable.dataId !== recorded) tf.engine().disposeTensor(variable);
      variable.dataId = own;
    }
  }
}

const registered = (): tf.Variable[] => Object.values(tf.engine().registeredVariables);
