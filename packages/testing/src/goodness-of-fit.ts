import { chiSquareTest } from './chi-square.ts';
import { integralOf } from './integral.ts';
import type { Partition } from './partition.ts';

/**
 * Whether samples come from a density: Pearson's χ² test of how many fall into each of the groups, about equally
 * probable, that the density itself cuts its space into. A density that does not add up to 1 is compared by its form
 * alone.
 *
 * @param samples `[count, dims]`.
 * @param masses the density's mass of each piece of the partition.
 * @returns the p-value: how probable samples at least as far off are, where they do follow the density.
 */
export function goodnessOfFit(samples: ArrayLike<number>, masses: Float64Array, partition: Partition): number {
  const { group, count } = partition.groups(masses);
  const total = integralOf(masses);
  const probabilities = new Float64Array(count);
  masses.forEach((mass, piece) => {
    const at = group[piece] as number;
    probabilities[at] = (probabilities[at] as number) + mass / total;
  });
  const counts = new Float64Array(count);
  const dims = partition.events.length / partition.pieces;
  for (let i = 0; i < samples.length; i += dims) {
    const event = Array.from({ length: dims }, (_, axis) => samples[i + axis] as number);
    const at = group[partition.pieceOf(event)] as number;
    counts[at] = (counts[at] as number) + 1;
  }
  return chiSquareTest(counts, probabilities);
}
