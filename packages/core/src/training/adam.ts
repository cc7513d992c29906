import { type AdamArrays, type AdamCoefficients, adamLoop } from './adam-loop.ts';
import { simdLoops } from './simd-loops.ts';

/** Adam's options, as Kingma and Ba name them, and the rate λ of the decoupled weight decay. */
export type AdamOptions = {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
};

/** What differs from update to update, beside the rate. */
export type AdamUpdate = {
  /** The number of this update, from 1. */
  readonly t: number;
  /** What the gradients are multiplied by, to clip them. */
  readonly gradientScale?: number;
  /** The decay d of the averaged weights. */
  readonly averagingDecay?: number;
};

/**
 * One update of Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter 2019,
 * algorithm 2), in place, and of the moving average of the weights where there is one:
 *
 *     m ← m + (1 - β₁) (g - m)         v ← v + (1 - β₂) (g² - v)
 *     θ ← θ - α (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + ε) - α λ θ
 *     θ̄ ← θ̄ + (1 - d) (θ - θ̄)
 *
 * The decay is scaled by the rate, as PyTorch's AdamW has it: Loshchilov and Hutter's own λ is our αλ. The rate α is
 * that of this update, its schedule included. What is stored is float32. One pass over memory: four numbers at a time
 * where the arrays lie in one `flatZeros` memory, else in plain JavaScript, equal up to float32 rounding.
 */
export function adam(arrays: AdamArrays, options: AdamOptions, update: AdamUpdate): void {
  const { parameters, gradients, firstMoment, secondMoment, averaged } = arrays;
  const averages = averaged.length > 0 ? [averaged] : [];
  const loops = simdLoops([parameters, gradients, firstMoment, secondMoment, ...averages]);
  const coefficients = coefficientsOf(options, update);
  if (loops === undefined) adamLoop(arrays, coefficients);
  else loops.adam(arrays, coefficients);
}

function coefficientsOf(
  { rate, beta1, beta2, epsilon, weightDecay }: AdamOptions,
  { t, gradientScale = 1, averagingDecay = 1 }: AdamUpdate,
): AdamCoefficients {
  return {
    gradientScale,
    firstGain: 1 - beta1,
    secondGain: 1 - beta2,
    stepSize: rate / (1 - beta1 ** t),
    rootScale: 1 / Math.sqrt(1 - beta2 ** t),
    epsilon,
    decay: rate * weightDecay,
    averageGain: 1 - averagingDecay,
  };
}
