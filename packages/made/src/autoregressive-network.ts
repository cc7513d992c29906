import { ConfigError, type Given, type Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { Degrees } from './degrees.ts';
import type { NextElement, SequentialGiven, SequentialPass } from './sequential-pass.ts';

/** A network of which the k outputs of an element depend on the elements before it in an order, and on the context. */
export interface AutoregressiveNetwork extends Trainable {
  /** D, the number of elements. */
  readonly dims: number;
  /** The degree of each element: its place in the order, from 1. */
  readonly degrees: Degrees;
  /** k, how many outputs each element has. */
  readonly parameters: number;
  /** How many numbers of the input stand for one element. */
  readonly inputsPerElement: number;
  /** `[batch, inputsPerElement · D]` to `[batch, k · D]`, both the first of all elements, then the second. */
  apply(x: tf.Tensor2D, given?: Given): tf.Tensor2D;
  /** A pass whose elements come one after another in the order, each made from its own parameters. */
  applySequentially(rows: number, next: NextElement, given?: SequentialGiven): SequentialPass;
}

/**
 * Requires an autoregressive network of as many parameters and inputs an element, where a config from a file may have
 * named another part.
 *
 * @throws ConfigError naming who, what was expected and what came.
 */
export function requireAutoregressive(
  who: string,
  network: Trainable,
  { parameters, inputs = 1 }: { parameters: number; inputs?: number },
): asserts network is AutoregressiveNetwork {
  const isOne = (part: Trainable): part is AutoregressiveNetwork => 'applySequentially' in part;
  if (isOne(network) && network.parameters === parameters && network.inputsPerElement === inputs) return;
  const came = isOne(network) ? `${network.parameters} and ${network.inputsPerElement}` : network?.config?.kind;
  throw new ConfigError(
    `${who}: expected an autoregressive network of ${parameters} outputs and ${inputs} inputs an element, got ${came}`,
  );
}
