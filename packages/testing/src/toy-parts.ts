import * as tf from '@tensorflow/tfjs';
import type { Bijector, DensityModel, Given, Mapped, Rng } from './contract.ts';

// A bijector and two density models that keep every law, small enough to see that they do. Tests break them.

/** A variable, without the tensor that it was made from. */
const variable = (initial: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(initial()));

const shapeError = (who: string, expected: string, got: tf.Tensor): Error =>
  Object.assign(new Error(`${who}: expected ${expected}, got [${got.shape.join(', ')}]`), { code: 'shape' });

function requireRows(who: string, x: tf.Tensor, width: number): void {
  if (x.rank !== 2 || x.shape[1] !== width) throw shapeError(who, `shape [batch, ${width}]`, x);
}

function requireOneOr(who: string, rows: number, context: tf.Tensor): void {
  const came = context.shape[0];
  if (came !== 1 && came !== rows) throw shapeError(who, `context of 1 or ${rows} rows`, context);
}

/** x = z ⊙ exp(s) + u W + t in the context u, of `[batch, 2]`. */
export function toyBijector({ rng }: { rng?: Rng } = {}): Bijector {
  const logScale = variable(() => tf.zeros([2]));
  const shift = variable(() => tf.zeros([2]));
  const weights = variable(() => (rng ? rng.normal([1, 2]) : tf.zeros([1, 2])));
  const map = (who: string, x: tf.Tensor, given: Given | undefined, sign: 1 | -1): Mapped<tf.Tensor> => {
    requireRows(who, x, 2);
    const context = given?.context ?? tf.zeros([1, 1]);
    requireRows(who, context, 1);
    requireOneOr(who, x.shape[0] as number, context);
    return tf.tidy(() => {
      const offset = context.matMul(weights).add(shift);
      const value = sign === 1 ? x.mul(logScale.exp()).add(offset) : x.sub(offset).mul(logScale.neg().exp());
      return {
        value,
        logDet: tf
          .ones([x.shape[0] as number])
          .mul(logScale.sum())
          .mul(sign) as tf.Tensor1D,
      };
    });
  };
  return {
    forward: (z, given) => map('toy.forward', z, given, 1),
    inverse: (x, given) => map('toy.inverse', x, given, -1),
    config: { kind: 'toy' },
    parts: { logScale, shift, weights },
    dispose: () => tf.dispose([logScale, shift, weights]),
  };
}

/** The flow of `toyBijector` and a standard normal base. */
export function toyFlow({ rng }: { rng?: Rng } = {}): DensityModel {
  const bijector = toyBijector({ rng });
  return {
    eventShape: [2],
    likelihood: 'exact',
    measure: 'density',
    logProb: (x, given) => {
      requireRows('toyFlow.logProb', x, 2);
      return tf.tidy(() => {
        const { value, logDet } = bijector.inverse(x, given);
        return logDet.sub(value.square().sum(1).mul(0.5)).sub(Math.log(2 * Math.PI)) as tf.Tensor1D;
      });
    },
    sample: (count, { rng, temperature = 1, context }) =>
      tf.tidy(() => bijector.forward(rng.normal([count, 2]).mul(temperature as number), { context }).value),
    config: { kind: 'toy-flow' },
    parts: { bijector },
    dispose: () => bijector.dispose(),
  };
}

/** Two independent coins, x_i ~ Bernoulli(sigmoid θ_i). */
export function toyCoins(): DensityModel {
  const logits = variable(() => tf.tensor1d([1, -0.5]));
  return {
    eventShape: [2],
    likelihood: 'exact',
    measure: 'mass',
    logProb: (x) => {
      requireRows('toyCoins.logProb', x, 2);
      return tf.tidy(() => x.mul(logits).sub(tf.softplus(logits)).sum(1) as tf.Tensor1D);
    },
    sample: (count, { rng, temperature = 1 }) =>
      tf.tidy(() => tf.less(rng.uniform([count, 2]), logits.div(temperature as number).sigmoid()).toFloat()),
    config: { kind: 'toy-coins' },
    parts: { logits },
    dispose: () => logits.dispose(),
  };
}

/** The kinds of all of them. */
export const toyKinds = {
  toy: () => toyBijector(),
  'toy-flow': () => toyFlow(),
  'toy-coins': () => toyCoins(),
};
