import { ConfigError, type LinearLayer, parameter, type Rng, symmetric, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Degrees } from './degrees.ts';
import { mask } from './mask.ts';

/**
 * - `from`, `to`: the degrees of the units below and above.
 * - `towards`: whether the units above are hidden or the network's outputs.
 * - `start`: `uniform` where absent; `zero` for a layer whose output is 0 until it is trained.
 */
export type MaskedDenseOptions = {
  from: Degrees;
  to: Degrees;
  towards: 'hidden' | 'output';
  start?: 'uniform' | 'zero';
  rng: Rng;
};

/**
 * A dense layer whose weights are masked (Germain et al. 2015, section 4), `[batch, from.length]` to `[batch, to.length]`:
 *
 *     h = x (W ⊙ M) + b
 *
 * The weights of a unit start uniform within ±1/√n, n the number of units that it sees; its bias too.
 *
 * @throws ConfigError where there is no unit below or above.
 */
export function maskedDense({ from, to, towards, start = 'uniform', rng }: MaskedDenseOptions): LinearLayer {
  const sizes: [number, number] = [from.length, to.length];
  if (sizes.includes(0)) throw new ConfigError('maskedDense: expected degrees of at least one unit below and above');
  const kernel = parameter<tf.Rank.R2>(sizes, (shape) => symmetric(rng, shape, start === 'zero' ? 0 : 1));
  const bias = parameter<tf.Rank.R1>([to.length], (shape) => symmetric(rng, shape, start === 'zero' ? 0 : 1));
  const M = tf.keep(tf.tensor2d(mask(from, to, towards), sizes));
  tf.tidy(() => {
    const limit = M.sum(0).maximum(1).rsqrt();
    kernel.assign(kernel.mul(M).mul(limit));
    bias.assign(bias.mul(limit));
  });
  const { dispose, ...part } = trainable(
    { kind: 'masked-dense', from: [...from], to: [...to], towards },
    { kernel, bias },
  );
  return {
    ...part,
    apply: (x) => tf.tidy(() => tf.matMul(x, kernel.mul(M) as tf.Tensor2D).add(bias)),
    dispose: () => {
      M.dispose();
      dispose();
    },
  };
}
