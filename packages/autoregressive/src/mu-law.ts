import { requireCount } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** Samples of a sound as levels, and back. */
export type MuLaw = {
  readonly levels: number;
  /** Samples of [-1, 1], those beyond it clipped, as whole numbers from 0 to `levels` - 1. */
  encode<T extends tf.Tensor>(x: T): T;
  encode(x: ArrayLike<number>): Float32Array<ArrayBuffer>;
  /** The sample in the middle of a level, -1 of the lowest and 1 of the highest. */
  decode<T extends tf.Tensor>(levels: T): T;
  decode(levels: ArrayLike<number>): Float32Array<ArrayBuffer>;
};

/**
 * The μ-law companding of ITU-T G.711 (van den Oord et al. 2016, "WaveNet", section 2.2), which gives quiet samples more of the
 * levels, L = μ + 1 of them:
 *
 *     f(x) = sign(x) ln(1 + μ |x|) / ln(1 + μ)          encode(x) = ⌊μ (f(x) + 1) / 2 + 1/2⌋
 *     decode(k) = f⁻¹(2 k / μ - 1),   f⁻¹(y) = sign(y) ((1 + μ)^|y| - 1) / μ
 *
 * f of what comes back is within 1/μ, half a step, of f(x). Where L is even silence is halfway between two levels, and has the upper
 * one. Tensors may have any shape; of typed arrays new ones are made. NaN stays NaN, as what is missing at the end of a
 * row. No gradient goes through the floor.
 *
 * L is the option `levels`, at least 2: 256 in the paper, and where absent.
 *
 * @throws ConfigError where there are fewer.
 */
export function muLaw({ levels = 256 }: { levels?: number } = {}): MuLaw {
  requireCount('muLaw', 'levels', levels, 2);
  const mu = levels - 1;
  const span = Math.log(levels);
  const encodeOne = (x: number) => {
    const y = (Math.sign(x) * Math.log1p(mu * Math.abs(x))) / span;
    return Math.floor(clipped((mu * (y + 1)) / 2, 0, mu) + 0.5);
  };
  const decodeOne = (level: number) => {
    const y = clipped((2 * level) / mu - 1, -1, 1);
    return (Math.sign(y) * Math.expm1(Math.abs(y) * span)) / mu;
  };
  const encodeTensor = (x: tf.Tensor) => {
    const y = x.sign().mul(x.abs().mul(mu).add(1).log().div(span));
    return y
      .add(1)
      .mul(mu / 2)
      .clipByValue(0, mu)
      .add(0.5)
      .floor();
  };
  const decodeTensor = (level: tf.Tensor) => {
    const y = level
      .mul(2 / mu)
      .sub(1)
      .clipByValue(-1, 1);
    return y.sign().mul(y.abs().mul(span).exp().sub(1).div(mu));
  };
  return {
    levels,
    encode: ofBoth(encodeOne, encodeTensor) as MuLaw['encode'],
    decode: ofBoth(decodeOne, decodeTensor) as MuLaw['decode'],
  };
}

/** A function of tensors or of arrays of numbers, which leaves NaN as it is. */
function ofBoth(ofNumber: (value: number) => number, ofTensor: (values: tf.Tensor) => tf.Tensor) {
  return (values: tf.Tensor | ArrayLike<number>): tf.Tensor | Float32Array => {
    if (!(values instanceof tf.Tensor)) return Float32Array.from(values, ofNumber);
    return tf.tidy(() => {
      const x = values.toFloat();
      // Clipping takes NaN to a bound on some backends.
      return tf.where(x.equal(x), ofTensor(x), x);
    });
  };
}

const clipped = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
