import { type Batch, type Step, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { hostDtype } from './dtype.ts';
import type { Value } from './graph.ts';
import { type Recording, record } from './recording.ts';
import { gradientOfGroup, valuesOfGroup, type WeightGroup, weightGroups } from './weight-groups.ts';

/** A training step as a graph: its inputs and outputs by what they are. */
export type RecordedStep = {
  readonly recording: Recording;
  readonly loss: Value;
  readonly weights: readonly { readonly group: WeightGroup; readonly input: Value; readonly gradient: Value }[];
  /** x and, where there is one, the context. */
  readonly batch: readonly Value[];
  /** The number of the step. */
  readonly step: Value;
};

/**
 * The loss of a training step and its gradients, for batches of the shape of this one.
 *
 * @throws CompileError as `record` does, and where the loss assigns another variable than state of the model.
 */
export function recordStep<X extends tf.Tensor>(
  { trained, state, loss }: Step<X>,
  { x, context }: Batch<X>,
): RecordedStep {
  const weights = [...trained.variables.values()];
  const groups = weightGroups(trained);
  const recording = record(
    ({ tensor, rng }) => {
      const batch = {
        x: tensor<X>(x.shape, hostDtype(x.dtype)),
        ...(context && { context: tensor(context.shape, hostDtype(context.dtype)) }),
      };
      const options = { step: tensor<tf.Scalar>([], 'float32'), rng: rng() };
      const { value, grads } = tf.variableGrads(() => loss(batch, options), weights);
      return [value, ...groups.map((group) => gradientOfGroup(group, grads))];
    },
    (graph) => {
      const values = new Map(groups.flatMap((group) => [...valuesOfGroup(graph, group)]));
      return (variable) => values.get(variable);
    },
  );
  const own = new Set(state.variables.values());
  for (const variable of recording.assigned.keys()) if (!own.has(variable)) throw assignedOutside(variable);
  const { graph, given, outputs } = recording;
  const [lossValue, ...gradients] = outputs as readonly [Value, ...Value[]];
  return {
    recording,
    loss: lossValue,
    weights: groups.map((group, i) => ({ group, input: graph.inputs[i] as Value, gradient: gradients[i] as Value })),
    batch: given.slice(0, -1),
    step: given.at(-1) as Value,
  };
}

const assignedOutside = ({ name, shape }: tf.Variable) =>
  new CompileError(
    `onnxEngine: expected a loss that assigns only state of the model, variables among its parts that are not trained, got an assignment of the variable ${name} of shape ${shapeText(shape)}; make it by parameter(shape, initial, { trainable: false }) and name it among the parts`,
  );
