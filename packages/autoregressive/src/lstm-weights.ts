import { type ContextMap, contextMap, parameter, type Rng, symmetric } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { halved } from './convolutional-lstm.ts';
import type { LstmSizes } from './lstm-layer.ts';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { type PlaceWeights, placeWeights } from './place-weights.ts';

/**
 * - `columns`: of the input-to-state filter, 1 or 3.
 * - `lstms`: how many directions there are.
 * - `taps`: how many places each sum reads of the states before.
 */
type WeightsOptions = LstmSizes & {
  readonly columns: number;
  readonly lstms: number;
  readonly taps: number;
  readonly rng: Rng;
};

/** The weights of a layer of LSTMs as it computes with them: those of the gates o, f and i halved (see `lstmStep`). */
export class LstmWeights {
  readonly parts: {
    readonly inputToState: MaskedConvolution;
    readonly stateToState: tf.Variable<tf.Rank.R3>;
    readonly context?: ContextMap;
  };
  readonly #sizes: Omit<WeightsOptions, 'rng'>;

  constructor({ rng, ...sizes }: WeightsOptions) {
    const { inputs, units, groups, columns, lstms, taps, context } = sizes;
    const outputs = lstms * 4 * units;
    const limit = Math.sqrt(3 / (taps * units));
    this.#sizes = sizes;
    this.parts = {
      inputToState: maskedConvolution({
        ...{ inputs, outputs, groups, size: [1, columns], mask: 'B', gates: 4 * lstms },
        rng: rng.fork('input-to-state'),
      }),
      stateToState: parameter<tf.Rank.R3>([lstms, taps * units, 4 * units], (shape) =>
        symmetric(rng.fork('state-to-state'), shape, limit),
      ),
      ...(context !== undefined && { context: contextMap({ context, outputs, rng: rng.fork('context') }) }),
    };
  }

  /** K^is, `[lstms, places · inputs, 4 units]`. */
  inputToState(): tf.Tensor3D {
    return tf.tidy(() => halved(this.#apart(this.parts.inputToState.rowMatrix())));
  }

  /** K^is of one LSTM, as the places of a row need it one after another. */
  ofPlaces(lstm: number): PlaceWeights {
    const { inputs, units, groups, columns } = this.#sizes;
    const row = this.inputToState()
      .slice(lstm, 1)
      .reshape<tf.Tensor2D>([-1, 4 * units]);
    return placeWeights(row, { inputs, outputs: 4 * units, groups, gates: 4, mask: 'B', columns });
  }

  /** The biases, `[lstms, 1, 4 units]`. */
  bias(): tf.Tensor3D {
    return tf.tidy(() => halved(this.#apart(this.parts.inputToState.parts.bias.reshape([1, -1]))));
  }

  /** K^ss, `[lstms, taps · units, 4 units]`. */
  stateToState(): tf.Tensor3D {
    return halved(this.parts.stateToState);
  }

  /** What the context adds to the sums, `[lstms, places, batch, 4 units]`, of one place where it is the same at all. */
  ofContext(context: tf.Tensor | undefined): tf.Tensor4D | undefined {
    const { lstms, units } = this.#sizes;
    const map = this.parts.context;
    if (map === undefined || context === undefined) return undefined;
    return tf.tidy(() => {
      const added = map.apply(context);
      const apart = added.reshape([added.shape[0], -1, lstms, 4 * units]);
      return halved(apart.transpose([2, 1, 0, 3]) as tf.Tensor4D);
    });
  }

  /** `[rows, lstms · 4 units]` as `[lstms, rows, 4 units]`. */
  #apart(x: tf.Tensor2D): tf.Tensor3D {
    const { lstms, units } = this.#sizes;
    const rows = x.shape[0];
    if (lstms === 1) return x.reshape([1, rows, 4 * units]);
    return x.reshape([rows, lstms, 4 * units]).transpose([1, 0, 2]);
  }
}
