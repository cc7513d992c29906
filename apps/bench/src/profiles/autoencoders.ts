import { sameOf } from './same-of.ts';

/** The names of the autoencoders of images, which have the same networks and as long a training wherever they are compared. */
export const autoencoders = ['vae', 'vae-planar', 'vae-radial', 'vae-sylvester', 'vae-iaf', 'f-vae'];

/** A planar or a radial step bends one direction, where others bend all: there are twice as many. */
export const autoencoderSizes = (sizes: { hidden: number[]; channels: number; latents: number }) => ({
  ...sameOf(autoencoders, { layers: 4, ...sizes }),
  ...sameOf(['vae-planar', 'vae-radial'], { layers: 8, ...sizes }),
});

const eightMinutes = {
  batchSize: 50,
  optimizer: { rate: 3e-3 },
  schedule: { kind: 'cosine', final: 0 },
  validateEvery: 20_000,
  clipNorm: 1000,
} as const;

/**
 * Of binarized MNIST: as many epochs of each as take less than eight minutes on one core, validated at their end. The norm of
 * a gradient is 200 in the median; a planar step whose determinant comes close to 0 has far larger ones, which end a training
 * where they are not clipped.
 */
export const autoencoderTrainings = {
  ...sameOf(['vae', 'vae-planar', 'vae-radial'], { ...eightMinutes, epochs: 17 }),
  'f-vae': { ...eightMinutes, epochs: 16 },
  'vae-iaf': { ...eightMinutes, epochs: 12 },
  'vae-sylvester': { ...eightMinutes, epochs: 10 },
};
