/**
 * How many layers a stack of a WaveNet can have, of dilations 1, 2, 4, … (van den Oord et al. 2016, "WaveNet", section 2.1):
 * those whose filters reach back less than the sounds are long,
 *
 *     (k - 1) 2^(layers - 1) < T
 *
 * and one where not even that does. T is the `length`, in samples, and k the `filter`, 2 where absent.
 */
export function mostWaveNetLayers({ length, filter = 2 }: { length: number; filter?: number }): number {
  let layers = 1;
  while ((filter - 1) * 2 ** layers < length && filter > 1) layers++;
  return layers;
}
