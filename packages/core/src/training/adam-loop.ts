/** The flat arrays of one update: equally long, changed in place but for the gradients. */
export type AdamArrays = {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** The moving average of the parameters; empty where none is kept. */
  readonly averaged: Float32Array;
};

/** The numbers of one update that all parameters share. */
export type AdamCoefficients = {
  readonly gradientScale: number;
  /** 1 - β₁ */
  readonly firstGain: number;
  /** 1 - β₂ */
  readonly secondGain: number;
  /** α / (1 - β₁ᵗ) */
  readonly stepSize: number;
  /** 1 / √(1 - β₂ᵗ) */
  readonly rootScale: number;
  /** ε */
  readonly epsilon: number;
  /** αλ */
  readonly decay: number;
  /** 1 - d */
  readonly averageGain: number;
};

/** One update in plain JavaScript: computed in float64, stored in float32. `adam.wat` is the same, four at a time. */
export function adamLoop(arrays: AdamArrays, coefficients: AdamCoefficients): void {
  const { parameters, gradients, firstMoment, secondMoment, averaged } = arrays;
  const { gradientScale, firstGain, secondGain, stepSize, rootScale, epsilon, decay, averageGain } = coefficients;
  for (let i = 0; i < parameters.length; i++) {
    const g = gradientScale * (gradients[i] as number);
    const m = (firstMoment[i] as number) + firstGain * (g - (firstMoment[i] as number));
    const v = (secondMoment[i] as number) + secondGain * (g * g - (secondMoment[i] as number));
    firstMoment[i] = m;
    secondMoment[i] = v;
    const theta = parameters[i] as number;
    parameters[i] = theta - (decay * theta + (stepSize * m) / (rootScale * Math.sqrt(v) + epsilon));
  }
  for (let i = 0; i < averaged.length; i++) {
    averaged[i] = (averaged[i] as number) + averageGain * ((parameters[i] as number) - (averaged[i] as number));
  }
}
