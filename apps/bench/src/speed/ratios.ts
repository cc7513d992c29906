import { median } from '../median.ts';

/** One round of a comparison: what ours and the peer took, in the same unit. */
export type Round = { readonly ours: number; readonly peer: number };

export type Ratios = {
  readonly each: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
};

/** ours / peer of each round, their median and their spread. Of rounds in turn, so that what slows both cancels. */
export function ratiosOf(rounds: readonly Round[]): Ratios {
  const each = rounds.map(({ ours, peer }) => ours / peer);
  return { each, median: median(each), min: Math.min(...each), max: Math.max(...each) };
}
