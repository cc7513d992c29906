import * as tf from '@tensorflow/tfjs';
import { basePoints } from './base-points.ts';
import { contextOf } from './density-model.ts';
import { scaledLevels } from './distributions/scaled-levels.ts';
import { ConfigError, ShapeError } from './errors.ts';
import type { Flow } from './flow.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { type Rng, rng } from './rng.ts';
import { type Shape, shapeText, sizeOf } from './shape.ts';
import type { Trainable } from './trainable.ts';

/** u in (0, 1) for whole numbers x, `[batch, ...]` or one for all, and log q(u | x) in nats: 0 where absent. */
export type Noise = { u: tf.Tensor; logQ?: tf.Tensor1D };

/** Where the noise q(u | x) that makes whole numbers continuous comes from. */
export interface DequantizationNoise {
  /** Fresh noise for each row of x. */
  draw(x: tf.Tensor, options: { rng: Rng; training?: boolean }): Noise;
  /** `count` ways to make noise for x: the same every time, and of the same numbers for every row. */
  fixed(count: number): ((x: tf.Tensor) => Noise)[];
  /** Initialises what makes the noise, with uniform noise for x. */
  initialize(x: tf.Tensor, options: { rng: Rng }): void;
}

/** What of a flow makes noise; of any rank. */
export type NoiseFlow = Trainable &
  Pick<Flow, 'base' | 'bijector' | 'eventShape' | 'likelihood' | 'sampleWithLogProb' | 'initialize'>;

/** Uniform noise, q(u | x) = 1 on (0, 1)ᴰ (Uria et al. 2013); its fixed points are those of a Latin hypercube. */
export const uniformNoise = (eventShape: Shape): DequantizationNoise => ({
  draw: (x, { rng }) => ({ u: rng.uniform(x.shape) }),
  fixed: (count) => evenly(count, eventShape).map((u) => () => ({ u: tf.tensor(u, [...eventShape]) })),
  initialize: () => {},
});

/** The smallest and the largest of an `Rng`'s uniform numbers: in float32, a sigmoid far from 0 is 0 or 1. */
const [LEAST, MOST] = [2 ** -24, 1 - 2 ** -24] as const;

/**
 * The noise of variational dequantization (Ho et al. 2019, section 3.1), a flow on (0, 1)ᴰ given the image, scaled to
 * [-1, 1]:
 *
 *     u = f_c(ε),  ε ~ π_0        log q(u | x) = log π_0(ε) - log|det ∂f_c/∂ε|        c = 2x / (L - 1) - 1
 *
 * What rounds to 0 or 1, or lies outside where the flow does not end in a sigmoid, is moved into (0, 1) with the log q that
 * it had. Its fixed points are images of a few ε, the same for every row: of a Latin hypercube by the normal quantile where the
 * base is the standard normal, and drawn from it once and for all otherwise.
 */
export function flowNoise(flow: NoiseFlow, levels: number): DequantizationNoise {
  const given = <T>(x: tf.Tensor, pass: (context: tf.Tensor) => T): T => ofImage(scaledLevels(x, levels), pass);
  return {
    draw: (x, { rng, training }) =>
      given(x, (context) => {
        const { x: u, logProb } = flow.sampleWithLogProb(x.shape[0] as number, { rng, training, context });
        return { u: u.clipByValue(LEAST, MOST), logQ: logProb };
      }),
    fixed: (count) =>
      basePoints(flow.base, count, 'dequantized').map((point) => (x) => {
        const epsilon = contextOf('dequantized', x.shape[0] as number, point());
        const { value, logDet } = given(x, (context) => flow.bijector.forward(epsilon, { context }));
        return {
          u: value.clipByValue(LEAST, MOST),
          logQ: flow.base.logProb(epsilon).sub(logDet) as tf.Tensor1D,
        };
      }),
    initialize: (x, { rng }) =>
      given(x, (context) => flow.initialize(rng.fork('u').uniform(x.shape), { rng: rng.fork('flow'), context })),
  };
}

/**
 * Requires a flow that can make the noise of events of `eventShape`.
 *
 * @throws ConfigError where it is none, is one of other events, or knows its own density by a bound alone.
 */
export function requireNoise(who: string, noise: Trainable, eventShape: Shape): asserts noise is NoiseFlow {
  const isFlow = typeof noise === 'object' && noise !== null && 'bijector' in noise && 'sampleWithLogProb' in noise;
  if (!isFlow) {
    throw new ConfigError(
      `${who}: expected noise to be a flow, got ${JSON.stringify((noise as Trainable | null)?.config?.kind ?? noise)}`,
    );
  }
  const { eventShape: shape, base, likelihood } = noise as NoiseFlow;
  if (String(shape) !== String(eventShape)) {
    throw new ConfigError(
      `${who}: expected noise of the model's event shape ${shapeText(eventShape)}, got ${shapeText(shape)}`,
    );
  }
  if (sizeOf(base.eventShape) !== sizeOf(eventShape)) {
    throw new ConfigError(
      `${who}: expected noise over a base of ${sizeOf(eventShape)} elements, got ${shapeText(base.eventShape)}`,
    );
  }
  if (likelihood !== 'exact') {
    throw new ConfigError(`${who}: expected noise whose log-density is exact, got a bound from ${base.config.kind}`);
  }
}

const evenly = (count: number, eventShape: Shape): Float32Array[] =>
  latinHypercube(count, sizeOf(eventShape), rng('dequantized'));

/** What a flow makes of the image as its context; where it takes no such context, an error that says where it is from. */
function ofImage<T>(context: tf.Tensor, pass: (context: tf.Tensor) => T): T {
  try {
    return pass(context);
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    const shape = shapeText(['batch', ...context.shape.slice(1)]);
    throw new ShapeError(
      `dequantized: expected noise that takes the image, of shape ${shape}, as its context, and is of such events, got "${cause.message}"`,
      { cause },
    );
  }
}
