import type { Shape } from '@flows/core';

/** Axes as tfjs's kernels are given them: from the first, or from behind the last; all of them where there are none. */
export type Axes = number | readonly number[] | null | undefined;

/** Axes from 0 and sorted; all of them where there are none. */
export function axesOf(axis: Axes, { length: rank }: Shape): number[] {
  const axes = axis === null || axis === undefined ? [...Array(rank).keys()] : [axis].flat();
  return axes.map((a) => (a < 0 ? a + rank : a)).sort((a, b) => a - b);
}

/** The axis that is meant, from 0. */
export const axisOf = (axis: Axes, shape: Shape): number => axesOf(axis, shape)[0] ?? 0;
