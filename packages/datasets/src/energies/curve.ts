import * as tf from '@tensorflow/tfjs';

/** A function of z_1: of tensors, whatever their shape, and of a number. */
export interface Curve {
  of(z1: tf.Tensor): tf.Tensor;
  at(z1: number): number;
}

/** w_1(z) = sin(2π z_1 / 4) */
export const w1: Curve = {
  of: (z1) => z1.mul(Math.PI / 2).sin(),
  at: (z1) => Math.sin((Math.PI / 2) * z1),
};

/** w_2(z) = 3 exp(-½ ((z_1 - 1) / 0.6)²) */
export const w2: Curve = {
  of: (z1) => z1.sub(1).div(0.6).square().mul(-0.5).exp().mul(3),
  at: (z1) => 3 * Math.exp(-0.5 * ((z1 - 1) / 0.6) ** 2),
};

/** w_3(z) = 3 σ((z_1 - 1) / 0.3), σ the sigmoid. */
export const w3: Curve = {
  of: (z1) => z1.sub(1).div(0.3).sigmoid().mul(3),
  at: (z1) => 3 / (1 + Math.exp(-(z1 - 1) / 0.3)),
};

/** The straight line 0. */
export const straight: Curve = { of: (z1) => tf.zerosLike(z1), at: () => 0 };
