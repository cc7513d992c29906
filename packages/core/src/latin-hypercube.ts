import type { Rng } from './rng.ts';

/**
 * `count` points of (0, 1)ᴰ that spread evenly (McKay, Beckman and Conover 1979): along each axis they are the
 * midpoints of `count` equal parts, in an order of that axis's own, so that the error of a mean over them is small for
 * a function that is near to a sum over the axes.
 *
 *     u_k = (π_d(k) + ½) / count in dimension d, with random permutations π_d
 */
export function latinHypercube(count: number, dims: number, rng: Rng): Float32Array[] {
  const points = Array.from({ length: count }, () => new Float32Array(dims));
  for (let d = 0; d < dims; d++) {
    const order = rng.permutation(count);
    for (const [k, point] of points.entries()) point[d] = ((order[k] as number) + 0.5) / count;
  }
  return points;
}
