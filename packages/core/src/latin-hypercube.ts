import type { Rng } from './rng.ts';

/**
 * `count` points of (0, 1)ᴰ that spread evenly (McKay, Beckman and Conover 1979): along each axis there
 * is one in each of `count` equal parts, in an order of that axis's own. A mean over them has the right expectation, and
 * a small error for a function that is near to a sum over the axes.
 *
 *     u_k = (π_d(k) + v_dk) / count in dimension d, with random permutations π_d and v_dk ~ U(0, 1)
 */
export function latinHypercube(count: number, dims: number, rng: Rng): Float32Array[] {
  const points = Array.from({ length: count }, () => new Float32Array(dims));
  for (let d = 0; d < dims; d++) {
    const order = rng.permutation(count);
    const within = rng.uniforms(count);
    for (const [k, point] of points.entries()) point[d] = ((order[k] as number) + (within[k] as number)) / count;
  }
  return points;
}
