/**
 * The decay d of a moving average of the weights at update t, from 1:
 *
 *     θ̄ ← d θ̄ + (1 - d) θ        d = min(decay, (1 + t) / (10 + t))
 *
 * The smaller decay of the first updates lets the average forget the initial weights.
 */
export const averagingDecayAt = (decay: number, t: number): number => Math.min(decay, (1 + t) / (10 + t));
