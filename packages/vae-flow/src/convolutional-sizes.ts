import {
  type ActivationName,
  type Config,
  ConfigError,
  type Rng,
  requireCount,
  requireEven,
  requireList,
  requireShape,
  shapeText,
} from '@flows/core';

export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * The sizes of convolutional encoders and decoders.
 *
 * - `shape`: of the images, `[height, width, channels]`.
 * - `channels`: C^l of each layer; there is half the height and width on the image's far side of each.
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

type Required = Omit<ConvolutionalSizes, 'rng' | 'size' | 'activation'> & {
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
 * @throws ConfigError where one is none, or an image that is to be halved has an odd height or width.
 */
export function requireSizes(
  who: string,
  { shape, channels, size = 3, activation = 'elu', context }: Omit<ConvolutionalSizes, 'rng'>,
  others: { readonly [name: string]: number },
): Required {
  const counts = { size, ...(context !== undefined && { context }), ...others };
  for (const [name, count] of Object.entries(counts)) requireCount(who, name, count);
  for (const width of requireList(who, 'channels', channels)) requireCount(who, 'channels', width);
  requireShape(who, 'shape', shape);
  if (shape.length !== 3) {
    throw new ConfigError(`${who}: expected shape to be [height, width, channels], got ${shapeText(shape)}`);
  }
  let [height, width] = shape;
  for (const _ of channels) {
    requireEven(who, [height, width]);
    [height, width] = [height / 2, width / 2];
  }
  const given = { shape: [...shape] as const, channels: [...channels], size, activation };
  const config = { ...given, ...(context !== undefined && { context }) };
  return { ...config, small: [height, width], config } as Required;
}
