import { drawPoints, logDensityAt } from './plane.ts';
import type { Toy } from './toy.ts';

/**
 * The eight dark squares, of side 2, of a board over [-4, 4]²: those in column i and row j, counted from the origin,
 * with i + j even.
 *
 *     p(x) = 1/32 on them, 0 elsewhere
 */
export const checkerboard: Toy = {
  name: 'checkerboard',
  entropy: Math.log(32),

  sample(count, rng) {
    const uniforms = rng.uniforms(2 * count);
    return drawPoints('checkerboard', count, (row) => {
      const column = rng.integer(4) - 2;
      const darkRow = 2 * rng.integer(2) - (column % 2 === 0 ? 2 : 1);
      return [2 * (column + (uniforms[2 * row] as number)), 2 * (darkRow + (uniforms[2 * row + 1] as number))];
    });
  },

  logProb: (points) =>
    logDensityAt('checkerboard', points, (x, y) => {
      const onBoard = Math.abs(x) <= 4 && Math.abs(y) <= 4;
      // Every edge on the board is one of a dark square, and float32 rounds some samples onto it.
      const onEdge = x % 2 === 0 || y % 2 === 0;
      const dark = onEdge || (Math.floor(x / 2) + Math.floor(y / 2)) % 2 === 0;
      return onBoard && dark ? -Math.log(32) : -Infinity;
    }),
};
