import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';
import { parameter } from '../parameter.ts';
import type { Rng } from '../rng.ts';
import { requireCount } from '../shape.ts';
import { type Config, type Trainable, trainable } from '../trainable.ts';

/** An affine map of vectors, masked or not: what multilayer networks are made of. */
export interface LinearLayer extends Trainable {
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

/** A layer whose weights a mask can be put on from outside. */
export interface DenseLayer extends LinearLayer {
  readonly kernel: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1>;
}

/** How weights start: drawn uniformly, or at zero. */
export type Start = 'uniform' | 'zero';

/** `start: 'zero'` makes a layer whose output is 0 until it is trained. */
export type DenseOptions = { inputs: number; outputs: number; start?: Start; rng: Rng };

/**
 * The fully connected layer h = x W + b, `[batch, inputs]` to `[batch, outputs]`. Weights and biases start uniform
 * within ±√(3/inputs), of variance 1/inputs (LeCun et al. 1998, eq. 16), or at zero.
 */
export function dense({ inputs, outputs, start = 'uniform', rng }: DenseOptions): DenseLayer {
  requireCount('dense', 'inputs', inputs);
  requireCount('dense', 'outputs', outputs);
  requireStart('dense', start);
  const limit = start === 'zero' ? 0 : Math.sqrt(3 / inputs);
  const kernel = parameter<tf.Rank.R2>([inputs, outputs], (shape) => symmetric(rng, shape, limit));
  const bias = parameter<tf.Rank.R1>([outputs], (shape) => symmetric(rng, shape, limit));
  const config: Config = { kind: 'dense', inputs, outputs };
  return {
    ...trainable(config, { kernel, bias }),
    kernel,
    bias,
    apply: (x) => tf.tidy(() => tf.matMul(x, kernel as tf.Tensor2D).add(bias)),
  };
}

/** @throws ConfigError where weights are to start otherwise than uniform or at zero. */
export function requireStart(who: string, start: unknown): asserts start is Start {
  if (start === 'uniform' || start === 'zero') return;
  throw new ConfigError(`${who}: expected start to be uniform or zero, got ${String(start)}`);
}

/** Uniform numbers in ±`limit`. A limit of 0 draws none. */
export function symmetric<R extends tf.Rank>(rng: Rng, shape: tf.ShapeMap[R], limit: number): tf.Tensor<R> {
  return tf.tidy(() => (limit === 0 ? tf.zeros(shape) : rng.uniform(shape).mul(2).sub(1).mul(limit)) as tf.Tensor<R>);
}
