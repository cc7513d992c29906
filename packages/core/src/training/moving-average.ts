/**
 * One update of the exponential moving average of the weights, in place:
 *
 *     θ̄ ← d θ̄ + (1 - d) θ        d = min(decay, (1 + t) / (10 + t))
 *
 * The smaller decay of the first updates lets the average forget the initial weights.
 *
 * @param t the number of this update, from 1.
 */
export function moveAverage(average: Float32Array, parameters: Float32Array, decay: number, t: number): void {
  const gain = 1 - Math.min(decay, (1 + t) / (10 + t));
  for (let i = 0; i < average.length; i++) {
    average[i] = (average[i] as number) + gain * ((parameters[i] as number) - (average[i] as number));
  }
}
