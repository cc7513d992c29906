import { sameOf } from './same-of.ts';

/** Models of images whose elements are drawn one after another. */
export const drawnByElement = ['pixelcnn', 'gated-pixelcnn', 'row-lstm', 'diagonal-bilstm', 'pixelrnn-multiscale'];

/** Their sizes: of LSTMs those that the PixelRNN paper has for MNIST. */
export const elementSizes = {
  ...sameOf(['pixelcnn', 'gated-pixelcnn'], { layers: 7, channels: 32 }),
  ...sameOf(['row-lstm', 'diagonal-bilstm', 'pixelrnn-multiscale'], { layers: 1, channels: 16 }),
};
