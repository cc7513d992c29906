import type { Rng } from './contract.ts';

/** Where the numbers of an event come from, each of them alike and independent. */
export interface Domain {
  /** `count` numbers of the domain. */
  draw(rng: Rng, count: number): Float32Array;
  /** `count` numbers 50 standard deviations out; absent where the domain has no such numbers. */
  far?(rng: Rng, count: number): Float32Array;
  /** An interval outside of which a density is next to nothing, where numbers are continuous. */
  readonly box?: readonly [low: number, high: number];
  /** All the numbers there are, where they are discrete. */
  readonly values?: readonly number[];
}

/** All real numbers, drawn from a normal distribution of this standard deviation. */
export const normal = (deviation = 1): Domain => ({
  draw: (rng, count) => rng.normals(count).map((value) => value * deviation),
  far: (rng, count) => rng.normals(count).map((value) => Math.sign(value) * 50 * deviation),
  box: [-8 * deviation, 8 * deviation],
});

/** The open interval (low, high), drawn uniformly. */
export const interval = (low: number, high: number): Domain => ({
  draw: (rng, count) => rng.uniforms(count).map((value) => low + (high - low) * value),
  box: [low, high],
});

/** The whole numbers 0 to levels - 1, drawn uniformly. */
export const integers = (levels: number): Domain => ({
  draw: (rng, count) => Float32Array.from({ length: count }, () => rng.integer(levels)),
  values: Array.from({ length: levels }, (_, level) => level),
});
