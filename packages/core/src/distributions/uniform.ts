import * as tf from '@tensorflow/tfjs';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { ConfigError } from '../errors.ts';
import { elementsOf, requireCount, requireEvent, requireShape, type Shape } from '../shape.ts';
import { stateless } from '../trainable.ts';

/** `low` and `high` are the sides of the box, a number for all elements or one for each; 0 and 1 where absent. */
export type UniformOptions = {
  eventShape: Shape;
  low?: number | readonly number[];
  high?: number | readonly number[];
};

/**
 * The uniform distribution on a box.
 *
 *     log p(x) = -Σ_i log(high_i - low_i)   where low ≤ x ≤ high,   -∞ elsewhere
 *
 * A temperature shrinks the box that is sampled about its centre.
 *
 * @throws ConfigError where a side is not above 0.
 */
export function uniform(options: UniformOptions): DensityModel {
  const { eventShape } = options;
  requireShape('uniform', 'eventShape', eventShape);
  const low = elementsOf('uniform', 'low', options.low ?? 0, eventShape);
  const high = elementsOf('uniform', 'high', options.high ?? 1, eventShape);
  const widths = high.map((to, i) => to - (low[i] as number));
  const empty = widths.findIndex((width) => !(width > 0));
  if (empty >= 0) {
    throw new ConfigError(
      `uniform: expected low below high, got ${low[empty]} and ${high[empty]} for element ${empty}`,
    );
  }
  const logVolume = widths.reduce((sum, width) => sum + Math.log(width), 0);
  const perElement = (values: number[]) => tf.tensor(values, [...eventShape]);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    independent: true,
    logProb: (x) => {
      requireEvent('uniform.logProb', 'x', x, eventShape);
      return tf.tidy(() => flat(x, (rows) => boxLogDensity(rows, perElement(low), perElement(high), -logVolume)));
    },
    sample: (count, { rng, temperature }) => {
      requireCount('uniform.sample', 'count', count);
      const spread = oneTemperature('uniform.sample', temperature);
      return tf.tidy(() => {
        const centre = perElement(low.map((from, i) => from + (widths[i] as number) / 2));
        const offset = rng.uniform([count, ...eventShape]).sub(0.5);
        return offset.mul(perElement(widths).mul(spread)).add(centre);
      });
    },
    ...stateless({ kind: 'uniform', eventShape: [...eventShape], low, high }),
  };
}

function boxLogDensity(x: tf.Tensor, low: tf.Tensor, high: tf.Tensor, inside: number): tf.Tensor1D {
  const within = x
    .greaterEqual(low)
    .logicalAnd(x.lessEqual(high))
    .reshape([x.shape[0] as number, -1])
    .all(1);
  return tf.where<tf.Tensor>(within, tf.scalar(inside), tf.scalar(-Infinity)) as tf.Tensor1D;
}

/** A function of x that is constant in pieces: comparisons have no gradient, and this one's is 0. */
function flat(x: tf.Tensor, compute: (x: tf.Tensor) => tf.Tensor1D): tf.Tensor1D {
  const piecewise = tf.customGrad((input) => ({
    value: compute(input as tf.Tensor),
    gradFunc: () => tf.zeros(x.shape),
  }));
  return piecewise(x) as tf.Tensor1D;
}
