import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';
import { requireInRange } from '../shape.ts';

/**
 * How an affine map turns what a network puts out, any number a, into a scale σ > 0 that cannot run away: bounded, or
 * growing no faster than a. Each gives σ(0) = 1.
 *
 * | kind | σ(a) | range |
 * | --- | --- | --- |
 * | `exp` | exp(a / (1 + \|a\| / c)), c = `bound` | (e⁻ᶜ, eᶜ) |
 * | `tanh` | exp(c · tanh(a / c)), c = `bound` | (e⁻ᶜ, eᶜ) |
 * | `sigmoid` | ε + 2 (1 - ε) sigmoid(a), ε = `floor` | (ε, 2 - ε) |
 * | `softplus` | ε + softplus(a + b), ε = `floor`, b so that σ(0) = 1 | (ε, ∞) |
 */
export type ScaleConfig =
  | { readonly kind: 'exp' | 'tanh'; readonly bound?: number }
  | { readonly kind: 'sigmoid' | 'softplus'; readonly floor?: number };

/** A scale of one's own: log σ(a), elementwise. A model with one can not be saved. */
export type CustomScale = { logScale(a: tf.Tensor): tf.Tensor };

/** A scale by name, by name and bound, or one's own. */
export type ScaleOption = ScaleConfig['kind'] | ScaleConfig | CustomScale;

/** What a family uses of a scale: log σ(a) of any shape, and the config under which it is saved. */
export type Scale = { readonly config: ScaleConfig | CustomScale; logScale(a: tf.Tensor): tf.Tensor };

/** The bound of `exp` and `tanh`: σ between 1/1000 and 1000. */
const BOUND = Math.log(1000);
const FLOOR = 1e-3;

/**
 * The scale that an option names.
 *
 * @throws ConfigError for a name that is none, or a bound out of range.
 */
export function scale(option: ScaleOption = 'exp'): Scale {
  const config = typeof option === 'string' ? ({ kind: option } as ScaleConfig) : option;
  if ('logScale' in config) return { config, logScale: (a) => config.logScale(a) };
  switch (config.kind) {
    case 'exp': {
      const c = bound(config.bound);
      return { config: { kind: 'exp', bound: c }, logScale: softClamp(c) };
    }
    case 'tanh': {
      const c = bound(config.bound);
      return { config: { kind: 'tanh', bound: c }, logScale: (a) => tf.mul(tf.tanh(a.div(c)), c) };
    }
    case 'sigmoid': {
      const ε = floor(config.floor);
      return {
        config: { kind: 'sigmoid', floor: ε },
        logScale: (a) =>
          tf.log(
            tf
              .sigmoid(a)
              .mul(2 * (1 - ε))
              .add(ε),
          ),
      };
    }
    case 'softplus': {
      const ε = floor(config.floor);
      const b = Math.log(Math.expm1(1 - ε));
      return { config: { kind: 'softplus', floor: ε }, logScale: (a) => tf.log(tf.softplus(a.add(b)).add(ε)) };
    }
    default:
      throw new ConfigError(
        `scale: expected exp, tanh, sigmoid, softplus or an object with logScale, got ${JSON.stringify(option)}`,
      );
  }
}

/** a / (1 + |a| / c), within ±c. Its derivative is 1 / (1 + |a| / c)², simpler than what the chain rule makes of it. */
function softClamp(c: number): Scale['logScale'] {
  const damping = (a: tf.Tensor) =>
    a
      .abs()
      .mul(1 / c)
      .add(1);
  const clamp = tf.customGrad((a, save) => {
    (save as tf.GradSaveFunc)([a as tf.Tensor]);
    return {
      value: tf.tidy(() => (a as tf.Tensor).div(damping(a as tf.Tensor))),
      gradFunc: (dy: tf.Tensor, [a]: tf.Tensor[]) => tf.tidy(() => dy.div(damping(a as tf.Tensor).square())),
    };
  });
  return (a) => clamp(a) as tf.Tensor;
}

function bound(value = BOUND): number {
  requireInRange('scale', 'bound', value, Number.MIN_VALUE, 40);
  return value;
}

function floor(value = FLOOR): number {
  requireInRange('scale', 'floor', value, Number.MIN_VALUE, 1);
  return value;
}
