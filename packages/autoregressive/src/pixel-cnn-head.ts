import type { Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { MaskedRow } from './masked-row.ts';

/** `inputs`: units below; `head`: units of each hidden layer, of which there are `hidden`. */
type HeadOptions = { inputs: number; head: number; hidden: number; parameters: number; groups: number };

/**
 * The last layers of a PixelCNN, each one place wide under mask B, with a ReLU before it (van den Oord et al. 2016, "Pixel
 * Recurrent Neural Networks", table 1). The outputs start at 0.
 */
export function headLayers({ inputs, head, hidden, parameters, groups }: HeadOptions, rng: Rng): MaskedConvolution[] {
  const sizes = [inputs, ...Array<number>(hidden).fill(head), parameters * groups];
  return sizes.slice(1).map((outputs, l) =>
    maskedConvolution({
      inputs: sizes[l] as number,
      outputs,
      size: 1,
      mask: 'B',
      groups,
      start: l === hidden ? 'zero' : 'uniform',
      rng: rng.fork(l),
    }),
  );
}

/** From units `[batch, height, width, inputs]` to outputs. */
export const applyHead = (layers: readonly MaskedConvolution[], h: tf.Tensor4D): tf.Tensor4D =>
  layers.reduce((units, layer) => layer.apply(tf.relu(units)), h);

/** The same along a row: from a group's units `[batch, inputs / groups]` to its outputs, `[batch, 1, 1, parameters]`. */
export function headRow(layers: readonly MaskedConvolution[], width: number): (h: tf.Tensor2D) => tf.Tensor4D {
  const rows = layers.map((layer) => new MaskedRow(layer, width, layer.parts.bias));
  return (h) => {
    const theta = rows.reduce((units, row) => row.through(tf.relu(units)), h);
    return theta.reshape([theta.shape[0], 1, 1, theta.shape[1]]);
  };
}
