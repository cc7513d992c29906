/** Channels that are parted into groups, in the order in which a place's elements are given. */
export type ChannelGroups = {
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  /** How many outputs of other uses lie one after another, each with all groups. */
  readonly gates: number;
};

/** The group of each output. */
export function groupColumns({ outputs, groups, gates }: ChannelGroups): number[] {
  const each = outputs / gates / groups;
  return Array.from({ length: outputs }, (_, o) => Math.floor(o / each) % groups);
}

/** How many inputs of its own place a group's outputs read: of the groups before it (mask A), and its own (mask B). */
export const liveOfGroup = ({ inputs, groups }: ChannelGroups, mask: 'A' | 'B', group: number): number =>
  (inputs / groups) * (mask === 'A' ? group : group + 1);

/** 1 where an output may read an input of its own place, 0 elsewhere: `[inputs, outputs]`, row by row. */
export function groupMask(sizes: ChannelGroups, mask: 'A' | 'B'): Float32Array {
  const live = groupColumns(sizes).map((group) => liveOfGroup(sizes, mask, group));
  return Float32Array.from({ length: sizes.inputs * sizes.outputs }, (_, i) => {
    const input = Math.floor(i / sizes.outputs);
    return input < (live[i % sizes.outputs] as number) ? 1 : 0;
  });
}
