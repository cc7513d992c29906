const evaluate = (coefficients: readonly number[], t: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);

/**
 * log I₀(x) of the modified Bessel function of the first kind, for x ≥ 0, to 2e-7 (Abramowitz and Stegun, 9.8.1 and
 * 9.8.2).
 */
export function logBesselI0(x: number): number {
  if (x <= 3.75) {
    const near = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
    return Math.log(evaluate(near, (x / 3.75) ** 2));
  }
  const far = [
    0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377,
  ];
  return x - Math.log(x) / 2 + Math.log(evaluate(far, 3.75 / x));
}
