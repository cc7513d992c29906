import { sameOf } from './same-of.ts';

export const pixelCnns = ['pixelcnn', 'gated-pixelcnn'];

export const pixelRnns = ['row-lstm', 'diagonal-bilstm', 'pixelrnn-multiscale'];

/** Models of images whose elements are drawn one after another. */
export const drawnByElement = [...pixelCnns, ...pixelRnns];

/** Their sizes: of LSTMs those that the PixelRNN paper has for MNIST. */
export const elementSizes = {
  ...sameOf(pixelCnns, { layers: 7, channels: 32 }),
  ...sameOf(pixelRnns, { layers: 1, channels: 16 }),
};
