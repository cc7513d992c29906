import * as tf from '@tensorflow/tfjs';
import { type ChannelGroups, liveOfGroup } from './channel-groups.ts';

/** What a masked convolution makes of a place's own row, where its places come one after another. */
export type PlaceWeights = {
  readonly groups: number;
  /**
   * What the places on the left give all outputs, `[batch, outputs]`: of those that there are, `[batch, inputs]` each, the
   * nearest last. Undefined where there are none, or none that is read.
   */
  ofLeft(places: readonly tf.Tensor2D[]): tf.Tensor2D | undefined;
  /** The outputs of one group out of all, `[batch, outputs]` or `[outputs]`: `[batch, outputs / groups]`. */
  ofGroup<T extends tf.Tensor>(sum: T, group: number): T;
  /**
   * What the place itself gives one group's outputs, `[batch, outputs / groups]`: of its groups so far, `[batch, inputs /
   * groups]` each. Undefined where none is read.
   */
  ofOwn(group: number, own: readonly tf.Tensor2D[]): tf.Tensor2D | undefined;
};

type Sizes = ChannelGroups & { readonly mask: 'A' | 'B'; readonly columns: number };

/** The weights `[places · inputs, outputs]` of a row, masked, whose last place is the one that reads, unless mask A leaves nothing of it. */
export function placeWeights(row: tf.Tensor2D | undefined, sizes: Sizes): PlaceWeights {
  const { inputs, outputs, groups, gates, mask, columns } = sizes;
  const left = (columns - 1) / 2;
  const rowsOf = (from: number, count: number) =>
    row?.shape[0] === count ? row : (row as tf.Tensor2D).slice(from, count);
  const lefts = memo((count) => rowsOf((left - count) * inputs, count * inputs));
  const ofGroup = <T extends tf.Tensor>(sum: T, group: number): T => {
    if (groups === 1) return sum;
    const leading = sum.shape.slice(0, -1);
    const each = outputs / gates / groups;
    const parted: tf.Tensor = sum.reshape([...leading, gates, groups, each]);
    const own = parted.slice([...leading.map(() => 0), 0, group, 0], [...leading, gates, 1, each]);
    return own.reshape([...leading, gates * each]) as T;
  };
  const owns = memo((group) => ofGroup(rowsOf(left * inputs, liveOfGroup(sizes, mask, group)), group));
  return {
    groups,
    ofLeft: (places) => {
      const near = places.slice(Math.max(0, places.length - left));
      if (near.length === 0 || left === 0) return undefined;
      return joined(near).matMul(lefts(near.length)) as tf.Tensor2D;
    },
    ofGroup,
    ofOwn: (group, own) => {
      const count = mask === 'A' ? group : group + 1;
      if (count === 0) return undefined;
      return joined(own.slice(0, count)).matMul(owns(group)) as tf.Tensor2D;
    },
  };
}

/** Numbers of the same rows one beside the other. */
export const joined = (parts: readonly tf.Tensor2D[]): tf.Tensor2D =>
  parts.length === 1 ? (parts[0] as tf.Tensor2D) : tf.concat2d([...parts], 1);

/** A function of a whole number that is computed once for each. */
function memo<T>(compute: (n: number) => T): (n: number) => T {
  const known = new Map<number, T>();
  return (n) => {
    if (!known.has(n)) known.set(n, compute(n));
    return known.get(n) as T;
  };
}
