import { type Bijector, ConfigError, constantLogDet, mapped, requireEvent, stateless } from '@flows/core';
import { type ImageShape, requireImageShape } from './image-shape.ts';

/**
 * Squeezing (Dinh et al. 2017, section 3.6): places into channels. Each 2x2 block of places of x becomes one place of z of
 * four times the channels; log|det ∂x/∂z| = 0.
 *
 *     z[i, j, (2a + b) C + c] = x[2i + a, 2j + b, c]              a, b ∈ {0, 1}, c < C
 *
 * So the channels of the upper left place come first, then those of the upper right, the lower left and the lower right.
 * z is `[batch, height/2, width/2, 4 C]`, x `[batch, height, width, C]`.
 *
 * @throws ConfigError where height or width is odd.
 */
export function squeeze({ shape }: { shape: ImageShape }): Bijector {
  const [height, width, channels] = requireImageShape('squeeze', shape);
  if (height % 2 === 1 || width % 2 === 1) {
    throw new ConfigError(
      `squeeze: expected an even height and width, got ${height}x${width}; pad the image, or crop it`,
    );
  }
  const squeezed = squeezedShape(shape);
  const [rows, columns] = squeezed;
  return {
    forward: (z) => {
      requireEvent('squeeze.forward', 'z', z, squeezed);
      const blocks = () => z.reshape([-1, rows, columns, 2, 2, channels]).transpose([0, 1, 3, 2, 4, 5]);
      return mapped(() => ({ value: blocks().reshape([-1, ...shape]), logDet: constantLogDet(z, 0) }));
    },
    inverse: (x) => {
      requireEvent('squeeze.inverse', 'x', x, shape);
      const blocks = () => x.reshape([-1, rows, 2, columns, 2, channels]).transpose([0, 1, 3, 2, 4, 5]);
      return mapped(() => ({ value: blocks().reshape([-1, ...squeezed]), logDet: constantLogDet(x, 0) }));
    },
    ...stateless({ kind: 'squeeze', shape: [...shape] }),
  };
}

/** The shape of z where x has `shape`. */
export const squeezedShape = ([height, width, channels]: ImageShape): ImageShape => [
  height / 2,
  width / 2,
  4 * channels,
];
