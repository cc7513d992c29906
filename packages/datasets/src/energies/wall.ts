import type { Curve } from './curve.ts';

const edge = 4;
const width = 0.1;

/**
 * A soft wall at |z_1| = 4, an energy that makes densities end which go on for ever along z_1.
 *
 *     W(z_1) = ½ (max(|z_1| - 4, 0) / 0.1)²
 *
 * It is 0 where the paper draws its densities, which it so leaves as they are. Beyond it they end as half a Gaussian
 * does. Its slope is continuous, 0 at the wall, and grows linearly from there, which brings a sample back from any
 * distance; the slope of an end that is sharper tells a sample nothing.
 */
export const wall: Curve = {
  of: (z1) => z1.abs().sub(edge).relu().div(width).square().mul(0.5),
  at: (z1) => 0.5 * (Math.max(Math.abs(z1) - edge, 0) / width) ** 2,
};

/** ∫ exp(-W(z_1)) dz_1 = 8 + 0.1 √(2π) */
export const wallIntegral = 2 * edge + width * Math.sqrt(2 * Math.PI);
