import type { Degrees } from './degrees.ts';

/** The units of one width of a masked network in the order of their degrees; those of one degree keep theirs. */
export class SortedUnits {
  /** The unit at each place of the order. */
  readonly order: readonly number[];
  /** The place of each unit. */
  readonly places: readonly number[];
  readonly #before: readonly number[];

  /** @param highest the highest degree that is asked for. */
  constructor(degrees: Degrees, highest: number) {
    this.order = degrees.map((_, k) => k).sort((a, b) => (degrees[a] as number) - (degrees[b] as number) || a - b);
    const places = new Array<number>(degrees.length);
    for (const [place, unit] of this.order.entries()) places[unit] = place;
    this.places = places;
    const counts = new Array<number>(highest + 2).fill(0);
    for (const degree of degrees) counts[degree + 1] = (counts[degree + 1] as number) + 1;
    let sum = 0;
    this.#before = counts.map((count) => (sum += count));
  }

  /** How many units have a lower degree: the place of the first that has this one. */
  before(degree: number): number {
    return this.#before[degree] as number;
  }
}
