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
  const draw = twinDraws(name);
  const values: number[] = [];
  for (let image = 0; image < count; image++) {
    const [c, d] = [Math.floor(SIDE * draw()), Math.floor(SIDE * draw())];
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const [i, j] = [Math.floor(pixel / SIDE), pixel % SIDE];
      const ramp = Math.max(0, 1 - (Math.abs(i - c) + Math.abs(j - d)) / SIDE);
      const level = Math.floor(17 * (0.75 * ramp + draw() / 4));
      const p = LAMBDA + ((1 - 2 * LAMBDA) * (level + draw())) / 17;
      values.push(Math.log(p) - Math.log(1 - p));
    }
  }
  return Float32Array.from(values);
}
