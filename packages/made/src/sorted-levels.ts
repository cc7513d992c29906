import { type Level, takeColumns, takeRows } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { MaskedLayer } from './masked-dense.ts';
import type { SortedUnits } from './sorted-units.ts';

/** A level with units and weights in the order of degrees; `bias` is all that does not depend on the input. */
export type SortedLevel = {
  readonly units: SortedUnits;
  readonly terms: readonly { readonly from: number; readonly W: tf.Tensor2D }[];
  readonly bias: tf.Tensor2D;
  readonly skip?: number;
};

/**
 * The levels of a masked network with their units sorted by degree.
 *
 * @param units those of each width, the input's first.
 */
export function sortedLevels(
  levels: readonly Level<MaskedLayer>[],
  units: readonly SortedUnits[],
  context: tf.Tensor2D | undefined,
): SortedLevel[] {
  const widths = [0, ...levels.map(({ width }) => width)];
  const unitsOf = (level: number) => units[widths[level] as number] as SortedUnits;
  return levels.map(({ terms, skip, context: contextLayer }, below) => {
    const to = unitsOf(below + 1);
    const biases = terms.map(({ layer }) => layer.bias.expandDims(0) as tf.Tensor2D);
    if (contextLayer && context) biases.push(contextLayer.apply(context));
    return {
      units: to,
      terms: terms.map(({ from, layer }) => ({
        from,
        W: takeColumns(takeRows(layer.weights(), unitsOf(from).order), to.order),
      })),
      bias: takeColumns(
        biases.reduce((sum, bias) => sum.add(bias)),
        to.order,
      ),
      skip,
    };
  });
}
