import * as tf from '@tensorflow/tfjs';
import { planarActivation } from './planar-activation.ts';
import type { SylvesterTriangles } from './sylvester-triangles.ts';

/**
 * h = tanh(R̃ v + b), `[batch, M]`, of g = v + R h: substitution from the last element, which depends on itself alone, to
 * the first. With the later ones known, an element is what is left of a planar step,
 *
 *     p_m = g_m - Σ_(j>m) R_mj h_j          q_m = b_m + Σ_(j>m) R̃_mj v_j
 *     h_m = tanh(r̃_m p_m + q_m - r_m r̃_m h_m)         v_m = p_m - r_m h_m
 *
 * @param g Qᵀx, `[batch, M]`.
 * @param b `[1 or batch, M]`.
 */
export function sylvesterSubstitution(
  g: tf.Tensor2D,
  b: tf.Tensor2D,
  { R, tilde, diagonal, tildeDiagonal, s }: SylvesterTriangles,
  tolerance: number,
): tf.Tensor2D {
  const M = g.shape[1];
  const of = (x: tf.Tensor, m: number) => x.slice([0, m], [-1, 1]);
  // What column m of a triangle gives the elements before m.
  const above = (triangle: tf.Tensor3D, m: number) => triangle.slice([0, 0, m], [-1, m, 1]).reshape([-1, m]);
  const found: tf.Tensor2D[] = [];
  let [p, q]: [tf.Tensor, tf.Tensor] = [g, b];
  for (let m = M - 1; m >= 0; m--) {
    const [pm, r̃] = [of(p, m), of(tildeDiagonal, m)];
    const h = planarActivation(pm.mul(r̃).add(of(q, m)), of(s, m), tolerance);
    found.unshift(h as tf.Tensor2D);
    if (m === 0) break;
    const v = pm.sub(of(diagonal, m).mul(h));
    p = p.slice([0, 0], [-1, m]).sub(above(R, m).mul(h));
    q = q.slice([0, 0], [-1, m]).add(above(tilde, m).mul(v));
  }
  // tf.concat of one tensor gives the tensor itself, not a new one.
  return found.length === 1 ? (found[0] as tf.Tensor2D) : tf.concat(found, 1);
}
