import { type Batch, type FlatParameters, type Step, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import type { Dtype, Graph, Value } from './graph.ts';
import { reshape } from './kernels/layout.ts';
import { type Recording, record } from './recording.ts';

/**
 * The loss of a training step and its gradients, for batches of the shape of this one. ONNX Runtime takes a microsecond
 * or two for every tensor that goes in or out: all weights come as one flat input, the first of the graph, and all
 * gradients leave as one flat output.
 *
 * The given inputs are x, the context where there is one, and the number of the step; the outputs are the loss and the
 * gradients.
 *
 * @throws CompileError as `record` does, and where the loss assigns another variable than state of the model.
 */
export function recordStep<X extends tf.Tensor>(
  { trained, state, loss }: Step<X>,
  { x, context }: Batch<X>,
): Recording {
  const weights = [...trained.variables.values()];
  const recording = record(
    ({ tensor, rng }) => {
      const batch = {
        x: tensor<X>(x.shape, x.dtype as Dtype),
        ...(context && { context: tensor(context.shape, context.dtype as Dtype) }),
      };
      const options = { step: tensor<tf.Scalar>([], 'float32'), rng: rng() };
      const { value, grads } = tf.variableGrads(() => loss(batch, options), weights);
      const gradients = weights.map((weight) => (grads[weight.name] ?? tf.zeros(weight.shape)).flatten());
      return [value, tf.concat(gradients)];
    },
    (graph) => {
      const bound = flatWeights(graph, trained);
      return (variable) => bound.get(variable);
    },
  );
  const own = new Set(state.variables.values());
  for (const variable of recording.assigned.keys()) if (!own.has(variable)) throw assignedOutside(variable);
  return recording;
}

const assignedOutside = ({ name, shape }: tf.Variable) =>
  new CompileError(
    `onnxEngine: expected a loss that assigns only state of the model, variables among its parts that are not trained, got an assignment of the variable ${name} of shape ${shapeText(shape)}; make it by parameter(shape, initial, { trainable: false }) and name it among the parts`,
  );

/** The variables as parts of one flat input. */
function flatWeights(graph: Graph, { variables, values }: FlatParameters): Map<tf.Variable, Value> {
  const weights = [...variables.values()];
  const flat = graph.input([values.length], 'float32');
  if (weights.length === 1) return new Map(weights.map((weight) => [weight, reshape(graph, flat, weight.shape)]));
  const sizes = weights.map(({ size }) => size);
  const parts = graph.nodeOf(
    'Split',
    [flat, graph.integers(sizes)],
    sizes.map((size) => ({ shape: [size], dtype: 'float32' })),
    { attributes: { axis: 0 } },
  );
  return new Map(weights.map((weight, i) => [weight, reshape(graph, parts[i] as Value, weight.shape)]));
}
