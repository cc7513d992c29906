import {
  type Bijector,
  type Given,
  mapped,
  parameter,
  placesOf,
  requireColumns,
  requireCount,
  type ScaleOption,
  ShapeError,
  scale,
  shapeText,
  sumEvent,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * - `channels`: C.
 * - `context`: the width of a context `[batch, context]`, one-hot classes for one; none where absent.
 * - `scale`: how a becomes σ; `exp` within [1/1000, 1000] where absent.
 */
export type ChannelPriorOptions = { channels: number; context?: number; scale?: ScaleOption };

/**
 * The learnt prior of Glow's last level, one Gaussian a channel, as the code of Kingma and Dhariwal (2018) has it, of a
 * class where there are any; here a map of a standard normal z. At every one of h w places, with c the context,
 *
 *     x_ij = μ + σ ⊙ z_ij                     z_ij = (x_ij - μ) ⊘ σ
 *     (μ, a) = b + c K,  log σ = log σ(a)     log|det ∂x/∂z| = h w Σ log σ
 *
 * b, the variable `bias`, and K, `kernel`, which is there where a context is, start at 0, and with them the map as the
 * identity. A prior without a context takes no notice of one. Events are vectors `[C]`, of which h w = 1, or images
 * `[height, width, C]`.
 *
 * @throws ConfigError where an option is none of the above.
 */
export function channelPrior({ channels, context: width, scale: option }: ChannelPriorOptions): Bijector {
  requireCount('channelPrior', 'channels', channels);
  if (width !== undefined) requireCount('channelPrior', 'context', width);
  const { config: scaleConfig, logScale } = scale(option);
  const outputs = 2 * channels;
  const bias = parameter<tf.Rank.R1>([outputs], tf.zeros);
  const kernel = width === undefined ? undefined : parameter<tf.Rank.R2>([width, outputs], tf.zeros);
  /** μ and log σ, a row for each of the context's, or one, along the last of as many axes as x has. */
  const moments = (who: string, name: string, x: tf.Tensor, given?: Given): [μ: tf.Tensor, logσ: tf.Tensor] => {
    requireColumns(who, name, x, channels);
    const θ = kernel ? tf.matMul(requireRows(who, x, given?.context, kernel.shape[0]), kernel).add(bias) : bias;
    const [μ, a] = tf.split(θ.reshape([-1, ...x.shape.slice(1, -1).map(() => 1), outputs]), 2, -1);
    return [μ as tf.Tensor, logScale(a as tf.Tensor)];
  };
  const config = {
    kind: 'channel-prior',
    channels,
    ...(width !== undefined && { context: width }),
    scale: scaleConfig,
  };
  return {
    forward: (z, given) =>
      mapped(() => {
        const [μ, logσ] = moments('channelPrior.forward', 'z', z, given);
        return { value: z.mul(logσ.exp()).add(μ), logDet: logDetOf(z, logσ) };
      }),
    inverse: (x, given) =>
      mapped(() => {
        const [μ, logσ] = moments('channelPrior.inverse', 'x', x, given);
        return { value: x.sub(μ).mul(logσ.neg().exp()), logDet: logDetOf(x, logσ.neg()) };
      }),
    separates: () => true,
    ...trainable(config, { bias, ...(kernel && { kernel }) }),
  };
}

/** h w Σ log σ for each row of x, of which one row of log σ may serve all. */
const logDetOf = (x: tf.Tensor, logσ: tf.Tensor): tf.Tensor1D =>
  tf.zeros([x.shape[0] as number]).add(sumEvent(logσ).mul(placesOf(x)));

/** c, with a row for each of x's or one that serves all. */
function requireRows(who: string, x: tf.Tensor, context: tf.Tensor | undefined, width: number): tf.Tensor2D {
  const rows = x.shape[0] as number;
  if (context?.rank !== 2 || context.shape[1] !== width || ![1, rows].includes(context.shape[0] as number)) {
    const came = context ? shapeText(context.shape) : 'none';
    throw new ShapeError(
      `${who}: expected context of shape ${shapeText(['1 or batch', width])}, batch ${rows}, got ${came}`,
    );
  }
  return context as tf.Tensor2D;
}
