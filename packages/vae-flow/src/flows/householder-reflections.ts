import type * as tf from '@tensorflow/tfjs';
import type { OrthogonalColumns } from './orthogonal-columns.ts';
import { rowNorm } from './row-norm.ts';

/**
 * Q `[D, D]` as a product of reflections (Tomczak and Welling 2016; van den Berg et al. 2018, section 3),
 *
 *     Q = H_1 H_2 … H_N          H_i = I - 2 v_i v_iᵀ / ‖v_i‖²
 *
 * It is never formed: vectors are reflected one time after the other. Where v_i is 0, H_i is the identity.
 *
 * @param vectors v_1 to v_N: `[rows, D]` each, one row for all or each row's own.
 */
export function householderReflections(vectors: readonly tf.Tensor[]): OrthogonalColumns {
  const directions = vectors.map((v) => v.div(rowNorm(v)));
  const reflected = (z: tf.Tensor, n: tf.Tensor) => z.sub(n.mul(z.mul(n).sum(1, true).mul(2)));
  return {
    apply: (y) => directions.reduceRight<tf.Tensor>(reflected, y) as tf.Tensor2D,
    transposed: (z) => directions.reduce<tf.Tensor>(reflected, z) as tf.Tensor2D,
  };
}
