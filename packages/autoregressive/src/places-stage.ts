import {
  type Cache,
  type ConditionalDistribution,
  type Drawn,
  type SampleStage,
  ShapeError,
  type StepOptions,
  shapeText,
  sizeOf,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { CausalNetwork, DrawPlace } from './causal-network.ts';
import { fromNetwork, placesContext, toNetwork } from './network-layout.ts';

type StageOptions = {
  readonly eventShape: readonly number[];
  readonly network: CausalNetwork;
  readonly conditional: ConditionalDistribution;
};

/**
 * The drawing of images or sounds by a causal network: each step draws `stride` places from the network's cache, channel by
 * channel. What is known of them stands, and the places after it follow from it.
 */
export function placesStage({ eventShape, network, conditional }: StageOptions): SampleStage {
  const { stride } = network;
  const [height, width, channels] = network.shape;
  const places = height * width;
  /** The numbers that step `index` reads of those of all places, `[batch, places, size]`, and `outside` beyond the last. */
  const ofStep = (numbers: tf.Tensor, index: number, outside: number): tf.Tensor => {
    const begin = index * stride;
    const there = Math.min(stride, places - begin);
    const part = numbers.slice([0, begin, 0], [-1, there, -1]);
    if (there === stride) return part;
    return tf.concat([part, tf.fill([part.shape[0] as number, stride - there, part.shape[2] as number], outside)], 1);
  };
  return {
    steps: Math.ceil(places / stride),
    begin: (rows) => tf.tidy(() => network.begin(rows)),
    step: (cache, options) => tf.tidy(() => drawPlaces({ network, conditional }, cache, options)),
    contextOf: (context, index) =>
      tf.tidy(() => {
        const image = placesContext(context) as tf.Tensor;
        if (image.rank === 2) return image.clone();
        requirePlaces(context, eventShape);
        const [batch, size] = [image.shape[0] as number, image.shape.at(-1) as number];
        return ofStep(image.reshape([batch, places, size]), index, 0).reshape([batch, 1, stride, size]);
      }),
    knownOf: (event, index) =>
      tf.tidy(() => {
        const rows = event.shape[0] as number;
        return ofStep(event.reshape([rows, places, channels]), index, Number.NaN).reshape([rows, stride * channels]);
      }),
    join: (drawn) =>
      tf.tidy(() => {
        const flat = tf.concat2d(drawn as tf.Tensor2D[], 1);
        return flat.slice([0, 0], [-1, sizeOf(eventShape)]).reshape([flat.shape[0], ...eventShape]);
      }),
  };
}

/** @throws ShapeError where a context is neither one vector a row nor one for each place. */
function requirePlaces(context: tf.Tensor, eventShape: readonly number[]): void {
  const places = eventShape.length === 1 ? eventShape : eventShape.slice(0, -1);
  if (String(context.shape.slice(1, -1)) === String(places)) return;
  const [vectors, series] = [shapeText(['1 or batch', 'context']), shapeText(['1 or batch', ...places, 'context'])];
  throw new ShapeError(
    `AutoregressiveModel: expected context of shape ${vectors} or ${series}, got ${shapeText(context.shape)}`,
  );
}

/** Draws the next places, each given those before it. */
function drawPlaces(
  { network, conditional }: Pick<StageOptions, 'network' | 'conditional'>,
  cache: Cache,
  { rng, temperature, context, known }: StepOptions,
): Drawn {
  const { stride, groups, shape } = network;
  const { inputs, parameters } = network;
  const oneGroup = { inputs, parameters, shape: [1, 1, shape[2] / groups], groups: 1 } as const;
  const given = known && (tf.split(known, stride * groups, 1) as tf.Tensor2D[]);
  const drawn: tf.Tensor2D[] = [];
  const drawPlace: DrawPlace = (next) => {
    const own: tf.Tensor4D[] = [];
    while (own.length < groups) {
      const value = conditional.sample(fromNetwork(next(own), oneGroup), { rng, temperature });
      const there = given?.[drawn.length];
      const x = there ? (tf.where(there.equal(there), there, value) as tf.Tensor2D) : value;
      drawn.push(x);
      own.push(toNetwork(conditional.embed?.(x) ?? x, oneGroup));
    }
    return tf.concat(own, 3);
  };
  const next = network.advance(cache, drawPlace, { context });
  return { drawn: tf.concat(drawn, 1), cache: next };
}
