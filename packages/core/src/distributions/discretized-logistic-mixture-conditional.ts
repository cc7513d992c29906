import * as tf from '@tensorflow/tfjs';
import { type ScaleOption, scale } from '../bijectors/scale.ts';
import { logSumExp } from '../log-sum-exp.ts';
import type { Rng } from '../rng.ts';
import { requireCount } from '../shape.ts';
import { stateless } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';
import { gumbelMax } from './gumbel-max.ts';
import { offSupport } from './off-support.ts';
import { oneHot } from './one-hot.ts';
import { scaledLevels } from './scaled-levels.ts';

/**
 * - `levels`: L, at least 2; the elements are the whole numbers from 0 to L - 1.
 * - `components`: K of the mixture; 10 where absent, as in the paper.
 * - `channels`: C elements, one beside the other, that are given together: 3 for the colours of a pixel; 1 where absent.
 * - `scale`: how a becomes s, as in the affine family.
 */
export type DiscretizedLogisticMixtureOptions = {
  levels: number;
  components?: number;
  channels?: number;
  scale?: ScaleOption;
};

/**
 * A mixture of logistic distributions, cut into levels (Salimans et al. 2017, eq. 1 to 3): the K components of a pixel
 * give all its channels, each channel's mean shifted by those before it.
 *
 *     p(x | θ) = Σ_k π_k Π_c [σ((y_c + h - μ_kc) / s_kc) - σ((y_c - h - μ_kc) / s_kc)]
 *     y = 2 x / (L - 1) - 1,   h = 1 / (L - 1),   π = softmax(l)
 *     μ_kc = m_kc + Σ_{b < c} tanh(r_kcb) y_b
 *
 * The lowest level has all that lies below it, the highest all above. θ holds, of each pixel, K logits l, then for each
 * channel K shifts of m, then for each K numbers a that scales are made of, then for each pair b < c K coefficients r:
 * (1 + 2 C + C (C - 1) / 2) K numbers. Beyond the paper, m is a shift from the middles of K equal parts of [-1, 1], and
 * s = scale(a) / K, so that a network that starts at zero has components that differ, and cover all levels.
 *
 * A temperature T divides the logits and scales the spread of every component; 0 gives a mean of the component of the
 * largest weight. Of any x but the levels log p is NaN.
 *
 * @throws ConfigError where a number is none, or there are fewer than two levels.
 */
export function discretizedLogisticMixtureConditional({
  levels,
  components = 10,
  channels = 1,
  scale: option,
}: DiscretizedLogisticMixtureOptions): ConditionalDistribution {
  const who = 'discretizedLogisticMixtureConditional';
  requireCount(who, 'levels', levels, 2);
  requireCount(who, 'components', components);
  requireCount(who, 'channels', channels);
  const { config, logScale } = scale(option);
  const sizes = { levels, components, channels, logScale };
  return {
    ...stateless({ kind: 'discretized-logistic-mixture-conditional', levels, components, channels, scale: config }),
    parameters: groupsOf(channels) * components,
    measure: 'mass',
    joint: channels,
    embed: (x) => tf.tidy(() => scaledLevels(x, levels)),
    logProb: (x, theta) => tf.tidy(() => logMass(x, readMixture(theta, sizes), sizes)),
    sample: (theta, options) => tf.tidy(() => drawPixels(readMixture(theta, sizes), sizes, options)),
  };
}

/** How many groups of K parameters a pixel has. */
const groupsOf = (channels: number): number => 1 + 2 * channels + (channels * (channels - 1)) / 2;

type Sizes = {
  readonly levels: number;
  readonly components: number;
  readonly channels: number;
  logScale(a: tf.Tensor): tf.Tensor;
};

/** One channel of every component, `[batch, K, pixels]`: means before they are shifted, log s, coefficients. */
type Channel = { mean: tf.Tensor; logS: tf.Tensor; coefficients: readonly tf.Tensor[] };

type Mixture = { logits: tf.Tensor; of: readonly Channel[] };

function readMixture(theta: tf.Tensor2D, { components, channels, logScale }: Sizes): Mixture {
  const [batch, width] = theta.shape;
  const count = groupsOf(channels);
  const groups = tf.split(theta.reshape([batch, count * components, width / (count * components)]), count, 1);
  const [logits, ...rest] = groups as [tf.Tensor, ...tf.Tensor[]];
  const centres = tf.tensor(
    Array.from({ length: components }, (_, k) => (2 * k + 1) / components - 1),
    [components, 1],
  );
  const of = Array.from({ length: channels }, (_, c) => {
    const first = 2 * channels + (c * (c - 1)) / 2;
    return {
      mean: (rest[c] as tf.Tensor).add(centres),
      logS: logScale(rest[channels + c] as tf.Tensor).sub(Math.log(components)),
      coefficients: rest.slice(first, first + c).map((r) => r.tanh()),
    };
  });
  return { logits, of };
}

/** μ_c = m_c + Σ_{b < c} tanh(r_cb) y_b. */
const meanOf = ({ mean, coefficients }: Channel, y: readonly tf.Tensor[]): tf.Tensor =>
  coefficients.reduce((sum, coefficient, b) => sum.add(coefficient.mul(y[b] as tf.Tensor)), mean);

/** log p(x | θ) of every pixel. */
function logMass(x: tf.Tensor2D, { logits, of }: Mixture, { levels, channels }: Sizes): tf.Tensor2D {
  const channelsOf = (numbers: tf.Tensor2D) =>
    tf.unstack(numbers.reshape([numbers.shape[0], numbers.shape[1] / channels, channels]), 2);
  const y = channelsOf(x).map((channel) => scaledLevels(channel, levels).expandDims(1));
  const each = of.map((channel, c) => logMassOfLevel(y[c] as tf.Tensor, meanOf(channel, y), channel.logS, levels));
  const logP = logSumExp(tf.addN([logits, ...each]), 1).sub(tf.logSumExp(logits, 1));
  return tf.addN([logP, ...channelsOf(offSupport(x, levels))]) as tf.Tensor2D;
}

/** Pixels of one component each, channel by channel. */
function drawPixels(
  { logits, of }: Mixture,
  { levels, components }: Sizes,
  { rng, temperature }: { rng: Rng; temperature: number },
): tf.Tensor2D {
  const chosen = oneHot(gumbelMax(logits, { rng, temperature }), components);
  const pick = (part: tf.Tensor) => part.mul(chosen).sum(1);
  const drawn: tf.Tensor[] = [];
  for (const { mean, logS, coefficients } of of) {
    const own = { mean: pick(mean), logS: pick(logS), coefficients: coefficients.map(pick) };
    const y = drawn.map((channel) => scaledLevels(channel, levels));
    const u = rng.uniform(own.mean.shape);
    const logistic = u.log().sub(tf.sub(1, u).log());
    const value = meanOf(own, y).add(own.logS.exp().mul(logistic).mul(temperature));
    const level = value.add(1).mul((levels - 1) / 2);
    drawn.push(level.round().clipByValue(0, levels - 1));
  }
  return tf.stack(drawn, 2).reshape([logits.shape[0] as number, -1]) as tf.Tensor2D;
}

/**
 * log [σ(a) - σ(b)], a = (y + h - μ) / s and b = (y - h - μ) / s, without a difference of numbers near each other:
 *
 *     σ(a) - σ(b) = σ(a) σ(-b) (1 - e^-(a - b)),    a - b = 2 h / s
 *
 * At the lowest level b = -∞, at the highest a = ∞.
 */
function logMassOfLevel(y: tf.Tensor, mean: tf.Tensor, logS: tf.Tensor, levels: number): tf.Tensor {
  const h = 1 / (levels - 1);
  const inverse = logS.neg().exp();
  const centred = y.sub(mean);
  const [isBelow, isAbove] = [y.less(h - 1), y.greater(1 - h)].map((edge) => edge.toFloat()) as [tf.Tensor, tf.Tensor];
  const below = tf.softplus(centred.add(h).mul(inverse).neg()).mul(tf.sub(1, isAbove));
  const above = tf.softplus(centred.sub(h).mul(inverse)).mul(tf.sub(1, isBelow));
  const inside = tf.sub(1, isAbove.add(isBelow));
  return logOneMinusExp(inverse.mul(2 * h))
    .mul(inside)
    .sub(below)
    .sub(above);
}

/** log(1 - e^-δ) of δ > 0: by its series below 1/4, where 1 - e^-δ has lost digits. */
function logOneMinusExp(delta: tf.Tensor): tf.Tensor {
  const isLarge = delta.greaterEqual(0.25);
  const large = tf.sub(1, tf.where(isLarge, delta, tf.onesLike(delta)).neg().exp()).log();
  const square = delta.square();
  const series = delta
    .log()
    .sub(delta.mul(0.5))
    .add(square.mul(1 / 24))
    .sub(square.square().mul(1 / 2880));
  return tf.where(isLarge, large, series);
}
