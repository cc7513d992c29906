import * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { columnMeans, columnsOf, type StatisticsData } from '../column-statistics.ts';
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
  const squares = new Float64Array(data.dims);
  for (let i = 0; i < data.data.length; i++) {
    const column = i % data.dims;
    squares[column] = (squares[column] as number) + ((data.data[i] as number) - (mean[column] as number)) ** 2;
  }
  for (let column = 0; column < data.dims; column++) {
    let row = 1;
    while (row < data.count && data.data[row * data.dims + column] === data.data[column]) row++;
    if (row === data.count) {
      throw new ConfigError(
        `standardize.fit: column ${column} is constant (${data.data[column]}) and has no density: leave it out, or add noise`,
      );
    }
  }
  const scale = squares.map((sum) => Math.sqrt(sum / data.count));
  return standardize({ mean: [...mean], scale: [...scale], eventShape: data.eventShape });
};
