import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';

const activations = {
  relu: tf.relu,
  leakyRelu: tf.leakyRelu,
  elu: tf.elu,
  softplus: tf.softplus,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
} satisfies Record<string, (x: tf.Tensor) => tf.Tensor>;

/** A nonlinearity between the layers of a network, by name. */
export type ActivationName = keyof typeof activations;

/**
 * The function that `name` names.
 *
 * @throws ConfigError listing the names.
 */
export function activation(name: ActivationName): <T extends tf.Tensor>(x: T) => T {
  if (!Object.hasOwn(activations, name)) {
    throw new ConfigError(`activation: expected one of ${Object.keys(activations).join(', ')}, got ${String(name)}`);
  }
  return activations[name];
}
