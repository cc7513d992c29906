import { twinDraws } from './twin-draws.ts';

const SIDE = 8;
const LAMBDA = 0.05;

/**
 * Images `[count, 8, 8, 1]` of 17 levels, dequantized and brought through a logit, made alike in Python: of each image
 * a place (c, d), then for each pixel, row by row, a number u that lightens it and the noise v of its dequantization.
 *
 *     k = ⌊17 (3/4 max(0, 1 - (|i - c| + |j - d|) / 8) + u/4)⌋        x = logit(λ + (1 - 2λ) (k + v) / 17)
 */
export function twinImages(name: string, count: number): Float32Array {
  return drawnImages(name, count, (ramp, draw) => {
    const level = Math.floor(17 * (0.75 * ramp + draw() / 4));
    const p = LAMBDA + ((1 - 2 * LAMBDA) * (level + draw())) / 17;
    return Math.log(p) - Math.log(1 - p);
  });
}

/**
 * Such images of `levels` in place of 17, `[count, 8, 8, 1]`, as whole numbers k, without noise, for which nothing is
 * drawn.
 */
export function twinLevels(name: string, count: number, levels: number): Float32Array {
  return drawnImages(name, count, (ramp, draw) => Math.floor(levels * (0.75 * ramp + draw() / 4)));
}

/** Images whose pixels are made of how near they are to the place of their image, and of further draws. */
function drawnImages(name: string, count: number, pixelOf: (ramp: number, draw: () => number) => number): Float32Array {
  const draw = twinDraws(name);
  const values: number[] = [];
  for (let image = 0; image < count; image++) {
    const [c, d] = [Math.floor(SIDE * draw()), Math.floor(SIDE * draw())];
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const [i, j] = [Math.floor(pixel / SIDE), pixel % SIDE];
      values.push(pixelOf(Math.max(0, 1 - (Math.abs(i - c) + Math.abs(j - d)) / SIDE), draw));
    }
  }
  return Float32Array.from(values);
}
