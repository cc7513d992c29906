import {
  type ActivationName,
  type Config,
  ConfigError,
  type Rng,
  requireCount,
  requireList,
  requireShape,
  shapeText,
} from '@flows/core';

export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * The sizes of convolutional encoders and decoders.
 *
 * - `shape`: of the images, `[height, width, channels]`.
 * - `channels`: C^l of each layer; each halves the height and the width on its way from the image.
 * - `size`: k of k x k filters; 3 where absent.
 * - `activation`: φ; `elu` where absent.
 * - `context`: the width of the model's context c, `[batch, context]`; none where absent.
 */
export type ConvolutionalSizes = {
  shape: ImageShape;
  channels: readonly number[];
  size?: number;
  activation?: ActivationName;
  context?: number;
  rng: Rng;
};

type ImageNetworkSizes = Omit<ConvolutionalSizes, 'rng' | 'size' | 'activation'> & {
  size: number;
  activation: ActivationName;
  /** The height and width on the far side of all layers. */
  small: readonly [height: number, width: number];
  /** What a file holds of them. */
  config: Omit<Config, 'kind'>;
};

/**
 * The sizes with what is absent filled in.
 *
 * @throws ConfigError where one is not a positive whole number, or the image can not be halved by each layer.
 */
export function sizesOf(
  who: string,
  { shape, channels, size = 3, activation = 'elu', context }: Omit<ConvolutionalSizes, 'rng'>,
  others: { readonly [name: string]: number },
): ImageNetworkSizes {
  const counts = { size, ...(context !== undefined && { context }), ...others };
  for (const [name, count] of Object.entries(counts)) requireCount(who, name, count);
  for (const width of requireList(who, 'channels', channels)) requireCount(who, 'channels', width);
  requireShape(who, 'shape', shape);
  if (shape.length !== 3) {
    throw new ConfigError(`${who}: expected shape to be [height, width, channels], got ${shapeText(shape)}`);
  }
  const [height, width] = shape;
  const small = halved(who, [height, width], channels.length);
  const given = { shape: [...shape] as const, channels: [...channels], size, activation };
  const config = { ...given, ...(context !== undefined && { context }) };
  return { ...config, small, config } as ImageNetworkSizes;
}

/** What is left of the sides of an image after each of `layers` has halved them. */
function halved(who: string, sides: readonly [number, number], layers: number): [height: number, width: number] {
  const times = (side: number, most: number): number =>
    most > 0 && side % 2 === 0 ? 1 + times(side / 2, most - 1) : 0;
  const possible = Math.min(...sides.map((side) => times(side, layers)));
  if (possible < layers) {
    throw new ConfigError(
      `${who}: expected channels of at most ${possible} layers, as often as ${sides.join('x')} can be halved, got ${layers} layers; pad the image, or crop it`,
    );
  }
  return [sides[0] / 2 ** layers, sides[1] / 2 ** layers];
}
