import { ConfigError, type Rng, requireCount, requireShape } from '@flows/core';

/**
 * The sizes of a PixelCNN, plain or gated.
 *
 * - `shape`: height, width and the number C of channels of an image.
 * - `inputs`: how many numbers stand for one element.
 * - `parameters`: how many outputs each group of channels has.
 * - `groups`: into how many groups the C channels of a place are parted, each given those before it.
 * - `units`: p, those of a layer, of which each group has as many.
 * - `layers`: how many of them follow the first.
 * - `filter`: how many places wide the filters of the layers are, `firstFilter` those of the first; both odd, and `firstFilter`
 *   not the smaller.
 * - `head`: the number of units of the layers before the outputs.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type PixelCnnSizes = {
  shape: readonly [height: number, width: number, channels: number];
  inputs: number;
  parameters: number;
  groups: number;
  units: number;
  layers: number;
  filter: number;
  firstFilter: number;
  head: number;
  context?: number;
};

export type PixelCnnNetworkOptions = PixelCnnSizes & { rng: Rng };

/** The sizes alone, as a config has them. @throws ConfigError where they are none, or do not fit each other. */
export function pixelCnnSizes(who: string, options: PixelCnnSizes): PixelCnnSizes {
  const { shape, inputs, parameters, groups, units, layers, filter, firstFilter, head, context } = options;
  requireShape(who, 'shape', shape);
  if (shape.length !== 3) {
    throw new ConfigError(`${who}: expected shape to be height, width and channels, got ${JSON.stringify(shape)}`);
  }
  const [height, width, depth] = shape;
  const counts = { inputs, parameters, groups, units, layers, head, ...(context !== undefined && { context }) };
  for (const [name, count] of Object.entries(counts)) requireCount(who, name, count);
  for (const [name, size] of Object.entries({ filter, firstFilter })) requireCount(who, name, size, 3);
  if (filter % 2 === 0 || firstFilter % 2 === 0 || !(firstFilter >= filter)) {
    throw new ConfigError(
      `${who}: expected filter and firstFilter to be odd, and firstFilter not to be the smaller, got ${filter} and ${firstFilter}`,
    );
  }
  if ([depth, units, head].some((count) => count % groups !== 0)) {
    throw new ConfigError(
      `${who}: expected the image's channels, units and head to part into ${groups} groups, got ${depth}, ${units} and ${head}`,
    );
  }
  return { shape: [height, width, depth], ...counts, filter, firstFilter };
}
