import * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { columnMeans, columnsOf, columnVariances, type StatisticsData } from '../column-statistics.ts';
import { ConfigError } from '../errors.ts';
import { elementsOf, requireEvent, requireShape, type Shape } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * - `mean`, `scale`: m and σ of each element of x, in the order in which they lie.
 * - `eventShape`: the shape of x; a vector where absent.
 */
export type StandardizeOptions = { mean: readonly number[]; scale: readonly number[]; eventShape?: Shape };

/**
 * Data of mean 0 and standard deviation 1 in every element, as preprocessing within the model.
 *
 *     z = (x - m) / σ           x = m + σ ⊙ z           log|det ∂x/∂z| = Σ_i log σ_i
 *
 * @throws ConfigError where a scale is not above 0.
 */
export function standardize({ mean, scale, eventShape = [mean?.length ?? 0] }: StandardizeOptions): Bijector {
  requireShape('standardize', 'eventShape', eventShape);
  const m = elementsOf('standardize', 'mean', mean, eventShape);
  const σ = elementsOf('standardize', 'scale', scale, eventShape);
  for (const [column, value] of σ.entries()) {
    if (value <= 0) throw new ConfigError(`standardize: expected scale above 0, got ${value} for column ${column}`);
  }
  const logDet = σ.reduce((sum, value) => sum + Math.log(value), 0);
  const tensors = () => [tf.tensor(m, [...eventShape]), tf.tensor(σ, [...eventShape])] as const;
  return {
    forward: (z) => {
      requireEvent('standardize.forward', 'z', z, eventShape);
      return mapped(() => {
        const [shift, spread] = tensors();
        return { value: z.mul(spread).add(shift), logDet: constantLogDet(z, logDet) };
      });
    },
    inverse: (x) => {
      requireEvent('standardize.inverse', 'x', x, eventShape);
      return mapped(() => {
        const [shift, spread] = tensors();
        return { value: x.sub(shift).div(spread), logDet: constantLogDet(x, -logDet) };
      });
    },
    separates: () => true,
    ...stateless({ kind: 'standardize', mean: m, scale: σ, eventShape: [...eventShape] }),
  };
}

/**
 * `standardize` with the mean and the standard deviation (1/n) of data `[n, ...eventShape]`.
 *
 * @throws ConfigError naming a column that is constant.
 * @throws DataError where a number is not finite.
 */
standardize.fit = (rows: StatisticsData): Bijector => {
  const data = columnsOf('standardize.fit', rows);
  const mean = columnMeans(data);
  const variance = columnVariances(data, mean);
  const constant = variance.indexOf(0);
  if (constant >= 0) {
    throw new ConfigError(
      `standardize.fit: column ${constant} is constant (${data.data[constant]}) and has no density: leave it out, or add noise`,
    );
  }
  return standardize({ mean: [...mean], scale: [...variance.map(Math.sqrt)], eventShape: data.eventShape });
};
