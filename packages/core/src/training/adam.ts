/** Adam's options, as Kingma and Ba name them, and the rate λ of the decoupled weight decay. */
export type AdamOptions = {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
};

/** The flat arrays of one update: equally long, changed in place but for the gradients. */
export type AdamArrays = {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
};

/**
 * One update of Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter 2019,
 * algorithm 2), in place:
 *
 *     m ← β₁ m + (1 - β₁) g            v ← β₂ v + (1 - β₂) g²
 *     θ ← θ - α (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + ε) - α λ θ
 *
 * The decay is scaled by the rate, as PyTorch's AdamW has it: Loshchilov and Hutter's own λ is our αλ. The rate α is
 * that of this update, its schedule included. What is stored is float32.
 *
 * @param t the number of this update, from 1.
 */
export function adam(arrays: AdamArrays, options: AdamOptions, t: number): void {
  const { parameters, gradients, firstMoment, secondMoment } = arrays;
  const { rate, beta1, beta2, epsilon, weightDecay } = options;
  const stepSize = rate / (1 - beta1 ** t);
  const rootScale = 1 / Math.sqrt(1 - beta2 ** t);
  const kept = 1 - rate * weightDecay;
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i] as number;
    const m = beta1 * (firstMoment[i] as number) + (1 - beta1) * g;
    const v = beta2 * (secondMoment[i] as number) + (1 - beta2) * g * g;
    firstMoment[i] = m;
    secondMoment[i] = v;
    parameters[i] = kept * (parameters[i] as number) - (stepSize * m) / (Math.sqrt(v) * rootScale + epsilon);
  }
}
