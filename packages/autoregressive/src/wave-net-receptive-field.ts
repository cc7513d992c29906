/** - `layers`: of a stack; `stacks`: how many; `filter`: k, how many samples a filter of a layer, or the first, reads. */
export type WaveNetStacks = { layers: number; stacks: number; filter: number };

/**
 * How many samples a WaveNet looks back: the last of them before its output, and all between. The first convolution reads
 * k of them, and a layer of dilation δ, (k - 1) δ further ones:
 *
 *     k + (k - 1) · stacks · (2^layers - 1)
 *
 * 1025 of the paper's dilations 1, 2, 4, …, 512 with filters of 2, one sample beyond the 1024 that it counts without the
 * first convolution (van den Oord et al. 2016, "WaveNet", section 2.1).
 */
export const waveNetReceptiveField = ({ layers, stacks, filter }: WaveNetStacks): number =>
  filter + (filter - 1) * stacks * (2 ** layers - 1);
