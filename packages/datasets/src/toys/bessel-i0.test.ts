import { expect, test } from 'vitest';
import { logBesselI0 } from './bessel-i0.ts';

/** I₀(x) = 1/π ∫ exp(x cos θ) dθ over (0, π): the midpoint rule is exact to double precision for an even period. */
function byQuadrature(x: number): number {
  const steps = 2000;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += Math.exp(x * (Math.cos((Math.PI * (i + 0.5)) / steps) - 1));
  return x + Math.log(sum / steps);
}

test.each([0, 1e-3, 0.5, 3.7, 3.75, 3.8, 10, 100, 1500, 2e4])('log I₀(%f) agrees with its integral', (x) => {
  expect(Math.abs(logBesselI0(x) - byQuadrature(x))).toBeLessThan(1e-6);
});
