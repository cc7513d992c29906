import * as tf from '@tensorflow/tfjs';

type Layout = {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly inputs: number;
  readonly parameters: number;
  readonly groups: number;
};

/**
 * What stands for the elements of rows, `[batch, inputs · D]` as a conditional distribution has it, as an image of any
 * number of places: `[batch, height, width, inputs · C]`, all numbers of the first channel first.
 */
export function toNetwork(e: tf.Tensor2D, { shape: [height, width, channels], inputs }: Layout): tf.Tensor4D {
  const batch = e.shape[0];
  return tf.tidy(() => {
    // One channel, and one place, need fewer axes: in a graph each axis more may be a copy.
    if (height * width * channels === 1) return e.reshape([batch, 1, 1, inputs]);
    if (channels === 1) return e.reshape([batch, inputs, height, width]).transpose([0, 2, 3, 1]);
    const byElement = e.reshape([batch, inputs, height * width, channels]).transpose([0, 2, 3, 1]);
    return byElement.reshape([batch, height, width, channels * inputs]);
  });
}

/** A network's outputs `[batch, height, width, parameters · groups]` as a conditional distribution has them: `[batch, parameters · D / joint]`. */
export function fromNetwork(theta: tf.Tensor4D, { groups, parameters }: Layout): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, height, width] = theta.shape;
    const flat = [batch, parameters * height * width * groups] as [number, number];
    if (height * width * groups === 1) return theta.reshape(flat);
    if (groups === 1) return theta.transpose([0, 3, 1, 2]).reshape(flat);
    return theta
      .reshape([batch, height * width, groups, parameters])
      .transpose([0, 3, 1, 2])
      .reshape(flat);
  });
}

/** A context as networks take it: that of a sound's samples, `[batch, length, channels]`, as an image of one row. */
export const placesContext = (context: tf.Tensor | undefined): tf.Tensor | undefined =>
  context?.rank === 3 ? context.expandDims(1) : context;
