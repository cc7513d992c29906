import * as tf from '@tensorflow/tfjs';

/**
 * Twice the gated activation of van den Oord et al. (2016, "WaveNet", eq. 2), z = tanh(a) ⊙ σ(b), of s = (a, b / 2) in
 * halves along the last axis: one tanh for both, as σ(b) = (1 + tanh(b / 2)) / 2.
 *
 *     2 z = u ⊙ w,   u = tanh(a),   w = 1 + tanh(b / 2)
 *     ∂/∂a = p - q ⊙ u,   ∂/∂(b / 2) = q ⊙ (2 - w),   p = dz ⊙ w,   q = p ⊙ u
 *
 * It has a gradient of its own, of six passes over half of s, and no second one. u and w are computed again for it, which a
 * graph finds out.
 *
 * Unlike `gate` it leaves the factors of 2 and 1/2 to the weights before and after it, as `WaveNetLayer` halves its own.
 */
export function twiceGated<T extends tf.Tensor>(s: T): T {
  const op = tf.customGrad((s, save) => {
    (save as tf.GradSaveFunc)([s as tf.Tensor]);
    const [u, w] = halvesOf(s as tf.Tensor);
    return {
      value: u.mul(w),
      gradFunc: (dz, saved) => {
        const [u, w] = halvesOf((saved as tf.Tensor[])[0] as tf.Tensor);
        const p = (dz as tf.Tensor).mul(w);
        const q = p.mul(u);
        return tf.concat([p.sub(q.mul(u)), q.mul(tf.sub(2, w))], -1);
      },
    };
  });
  return op(s) as T;
}

/** u and w of s. */
function halvesOf(s: tf.Tensor): [u: tf.Tensor, w: tf.Tensor] {
  const [u, v] = tf.split(s.tanh(), 2, -1) as [tf.Tensor, tf.Tensor];
  return [u, v.add(1)];
}
