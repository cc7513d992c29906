import { type ConditionalDistribution, mlp, type Rng, sizeOf } from '@flows/core';
import type { ImageShape } from '@flows/realnvp';
import { convolutionalDecoder, convolutionalEncoder, type Decoder, denseEncoder, type Encoder } from '@flows/vae-flow';

/**
 * - `shape`: of the images.
 * - `likelihood`: p(x_i | θ_i), whose parameters the decoder gives for each element.
 * - `latents`: the dimensions of z.
 * - `hidden`: the widths of fully connected layers; h is as wide as the last.
 * - `channels`: of the convolutional layer next to the image; the other has twice as many.
 */
type VaeNetworksOptions = {
  shape: ImageShape;
  likelihood: ConditionalDistribution;
  latents: number;
  hidden: readonly number[];
  channels?: number;
  rng: Rng;
};

const mostLayers = 2;
/** The width of h where there are no fully connected layers. */
const hWithoutLayers = 64;

/** How often both sides of an image can be halved, twice at most. */
function halvings([height, width]: readonly number[]): number {
  let layers = 0;
  while (layers < mostLayers && [height, width].every((side) => (side as number) % 2 ** (layers + 1) === 0)) layers++;
  return layers;
}

/**
 * The encoder and the decoder that all autoencoders of the bench share: of images whose sides can be halved,
 * convolutional, a layer for each halving, two at most; of others fully connected.
 */
export function vaeNetworks(options: VaeNetworksOptions): { encoder: Encoder; decoder: Decoder } {
  const { shape, likelihood, latents, hidden, channels = 16, rng } = options;
  const { parameters, joint = 1, inputs = 1 } = likelihood;
  const [toH, toX] = [rng.fork('encoder'), rng.fork('decoder')];
  const outputs = hidden.at(-1) ?? hWithoutLayers;
  const layers = halvings(shape);
  const fromZ = { inputs: latents, hidden: [...hidden].reverse(), rng: toX };
  if (layers === 0) {
    const elements = sizeOf(shape);
    return {
      encoder: denseEncoder({ inputs: inputs * elements, hidden, outputs, rng: toH }),
      decoder: mlp({ ...fromZ, start: 'uniform', outputs: (elements * parameters) / joint }),
    };
  }
  const [height, width, C] = shape;
  const widths = Array.from({ length: layers }, (_, layer) => channels * 2 ** layer);
  return {
    encoder: convolutionalEncoder({ shape: [height, width, inputs * C], channels: widths, outputs, rng: toH }),
    decoder: convolutionalDecoder({
      ...fromZ,
      ...{ shape, channels: [...widths].reverse() },
      outputs: (C * parameters) / joint,
    }),
  };
}
