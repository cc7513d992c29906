import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { requireCount } from '../shape.ts';
import { type LatentModel, requireOneRow } from './latent-model.ts';

/**
 * - `points`: how many there are, both ends included; 8 where absent.
 * - `path`: `linear`, as Kingma and Dhariwal (2018, section 6) have it, or `spherical`, along which a normal latent keeps
 *   the length that it is likely to have; linear where absent.
 */
export type InterpolateOptions = { points?: number; path?: 'linear' | 'spherical' } & Given;

/**
 * The way from one event to another through the latent space of a model, with z_a and z_b of the two and t from 0 to 1:
 *
 *     linear      z = (1 - t) z_a + t z_b
 *     spherical   z = [sin((1 - t) ω) z_a + sin(t ω) z_b] / sin ω,  cos ω = z_a·z_b / (‖z_a‖ ‖z_b‖)
 *
 * @param from `[1, ...eventShape]`, and `to` alike.
 * @returns `[points, ...eventShape]`, the first as `from` and the last as `to`.
 * @throws ShapeError where an end has not one row.
 */
export function interpolate(
  model: LatentModel,
  from: tf.Tensor,
  to: tf.Tensor,
  { points = 8, path = 'linear', ...given }: InterpolateOptions = {},
): tf.Tensor {
  requireCount('interpolate', 'points', points, 2);
  if (path !== 'linear' && path !== 'spherical') {
    throw new ConfigError(`interpolate: expected path to be linear or spherical, got ${String(path)}`);
  }
  requireOneRow('interpolate', 'from', from);
  requireOneRow('interpolate', 'to', to);
  return tf.tidy(() => {
    const [a, b] = [model.encode(from, given), model.encode(to, given)];
    const t = tf.linspace(0, 1, points).reshape([points, ...a.shape.slice(1).map(() => 1)]);
    const z = path === 'linear' ? tf.sub(1, t).mul(a).add(t.mul(b)) : onSphere(a, b, t);
    return model.decode(z, given);
  });
}

/** Where the two lie in one direction, the way is straight. */
function onSphere(a: tf.Tensor, b: tf.Tensor, t: tf.Tensor): tf.Tensor {
  // Where one of them is 0 there is no angle; a right one leads from the other to it by its length alone.
  const cosine = a.mul(b).sum().div(a.norm().mul(b.norm()).maximum(1e-30));
  const ω = cosine.clipByValue(-1 + 1e-6, 1 - 1e-6).acos();
  return tf.sub(1, t).mul(ω).sin().mul(a).add(t.mul(ω).sin().mul(b)).div(ω.sin());
}
