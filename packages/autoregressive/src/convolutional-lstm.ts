import * as tf from '@tensorflow/tfjs';

/** What an LSTM remembers, c, and what it puts out, h. */
export type LstmState<T extends tf.Tensor = tf.Tensor> = { readonly h: T; readonly c: T };

/**
 * One step of a convolutional LSTM (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", eq. 3), whose gates' sums
 * are convolutions of the input and of the state before, z_i = K^ss ⊛ h_{i-1} + K^is ⊛ x_i:
 *
 *     [o_i, f_i, i_i, g_i] = σ(z_i),   σ being tanh for g and the logistic sigmoid for o, f and i
 *     c_i = f_i ⊙ c_{i-1} + i_i ⊙ g_i
 *     h_i = o_i ⊙ tanh(c_i)
 *
 * A sigmoid is a tanh, sigmoid(z) = (1 + tanh(z/2)) / 2, and one tanh of all sums is one pass: see {@link halved}.
 *
 * @param t tanh of the sums, `[..., 4 units]`, those of o, f and i halved.
 * @param before c_{i-1}, `[..., units]`; 0 where absent.
 */
export function lstmStep<T extends tf.Tensor>(t: T, before: T | undefined): LstmState<T> {
  return tf.tidy(() => {
    const [o, f, i, g] = gatesOf(t);
    const kept = i.mul<T>(g);
    const c = before === undefined ? kept : f.mul(before).add<T>(kept);
    return { h: o.mul<T>(c.tanh()), c } as { h: T; c: T };
  });
}

/** The gates o, f, i and g from t = tanh(z). */
export function gatesOf<T extends tf.Tensor>(t: T): [o: T, f: T, i: T, g: T] {
  const [o, f, i, g] = tf.split(t, 4, -1) as [T, T, T, T];
  const sigmoid = (t: T) => t.mul(0.5).add<T>(0.5);
  return [sigmoid(o), sigmoid(f), sigmoid(i), g];
}

/** Weights or sums `[..., 4 units]` of the gates with those of o, f and i halved, as `lstmStep` takes them. */
export function halved<T extends tf.Tensor>(weights: T): T {
  const units = (weights.shape.at(-1) as number) / 4;
  return tf.tidy(() =>
    weights.mul<T>(tf.tensor1d(Array.from({ length: 4 * units }, (_, i) => (i < 3 * units ? 0.5 : 1)))),
  );
}
