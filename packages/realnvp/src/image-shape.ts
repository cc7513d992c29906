import { ConfigError, requireShape, shapeText } from '@flows/core';

/** The height, the width and the number of channels of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * Requires the shape of an image.
 *
 * @throws ConfigError naming who and what came.
 */
export function requireImageShape(who: string, shape: unknown): ImageShape {
  requireShape(who, 'shape', shape);
  if (shape.length !== 3) {
    throw new ConfigError(`${who}: expected shape to be [height, width, channels], got ${shapeText(shape)}`);
  }
  return shape as unknown as ImageShape;
}
