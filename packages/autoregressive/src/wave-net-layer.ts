import {
  type Config,
  type ContextMap,
  contextMap,
  disposeParts,
  parameter,
  type Rng,
  symmetric,
  type Trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { addBias } from './add-bias.ts';
import { type CausalConvolution, causal, causalConvolution } from './causal-convolution.ts';
import { TapQueue } from './tap-queue.ts';
import { twiceGated } from './twice-gated.ts';

/**
 * - `channels`: of h and z.
 * - `filter`: k, how many samples the filter reads.
 * - `dilation`: δ, how far apart they are.
 * - `context`: the width of a context; none where absent.
 * - `isLast`: whether no layer follows that would read h'.
 */
export type WaveNetLayerOptions = {
  channels: number;
  filter: number;
  dilation: number;
  context?: number;
  isLast: boolean;
  rng: Rng;
};

/** Twice the gated units, 2 z, and what the next layer reads. */
type Layered<T extends tf.Tensor> = { twiceZ: T; h: T };

/** A layer's part in a stretch whose samples are computed one by one. */
export type LayerStretch = {
  /** 2 z and h' of the next sample, from its h: `[rows, channels]`. */
  next(h: tf.Tensor2D): Layered<tf.Tensor2D>;
  /** The queue after the stretch. */
  rest(): tf.Tensor2D;
};

/** - `places`: how many samples the stretch has, `rows` of them at a time. */
type StretchOptions = { rows: number; places: number; context: tf.Tensor | undefined };

/**
 * A residual layer of WaveNet (van den Oord et al. 2016, "WaveNet", eq. 2 and sections 2.4 and 2.5), whose z the skip
 * connections read:
 *
 *     z = tanh(W_f ∗ h + V_f c) ⊙ σ(W_g ∗ h + V_g c)          h' = h + R z
 *
 * with dilated causal convolutions W, and V and R of one sample. W and V have biases; R has none, since what a constant
 * would add to h, the biases above can. Filter and gate are one convolution, and `twiceGated` has them as one tanh, for
 * which weights are halved, rather than what they give.
 */
export class WaveNetLayer implements Trainable {
  readonly config: Config;
  readonly parts: {
    readonly gate: CausalConvolution;
    readonly residual?: tf.Variable<tf.Rank.R4>;
    readonly context?: ContextMap;
  };
  readonly #dilation: number;

  constructor({ rng, ...options }: WaveNetLayerOptions) {
    const { channels, filter, dilation, context, isLast } = options;
    const outputs = 2 * channels;
    const limit = Math.sqrt(3 / channels);
    const residual = () =>
      parameter<tf.Rank.R4>([1, 1, channels, channels], (shape) => symmetric(rng.fork('residual'), shape, limit));
    this.config = { kind: 'wave-net-layer', ...options };
    this.parts = {
      gate: causalConvolution({ inputs: channels, outputs, size: filter, dilation, rng: rng.fork('gate') }),
      ...(!isLast && { residual: residual() }),
      ...(context !== undefined && { context: contextMap({ context, outputs, rng: rng.fork('context') }) }),
    };
    this.#dilation = dilation;
  }

  /** 2 z and h' of all samples, from h `[batch, 1, length, channels]`. */
  apply(h: tf.Tensor4D, context: tf.Tensor | undefined): Layered<tf.Tensor4D> {
    return tf.tidy(() => {
      const { kernel, bias, ofContext, residual } = this.#halved(context);
      const sum = addBias(causal(h, kernel, { dilation: this.#dilation }), bias);
      const twiceZ = twiceGated(ofContext ? sum.add<tf.Tensor4D>(ofContext) : sum);
      return { twiceZ, h: residual ? h.add(causal(twiceZ, residual)) : h.clone() };
    });
  }

  /** The queue before the first sample of `rows` sounds, of zeros as `apply` pads. */
  begin(rows: number): tf.Tensor2D {
    const [, size, channels] = this.parts.gate.kernel.shape;
    return tf.zeros([(size - 1) * this.#dilation * rows, channels]);
  }

  /** Begins a stretch after the samples of the queue. */
  stretch(queue: tf.Tensor2D, { rows, places, context }: StretchOptions): LayerStretch {
    const { kernel, bias, ofContext, residual } = this.#halved(context);
    const [, size, channels, outputs] = kernel.shape;
    const [earlier, own] = tf.split(kernel, [size - 1, 1], 1) as [tf.Tensor4D, tf.Tensor4D];
    const now = own.reshape<tf.Tensor2D>([channels, outputs]);
    const onward = residual?.reshape<tf.Tensor2D>([channels, channels]);
    const taps = new TapQueue({
      before: queue,
      kernel: earlier.reshape([(size - 1) * channels, outputs]),
      addend: ofContext ? placesFirst(ofContext, rows, places).add(bias) : bias,
      dilation: this.#dilation,
      places,
    });
    return {
      next: (h) => {
        const twiceZ = twiceGated(tf.matMul(h, now).add<tf.Tensor2D>(taps.next()));
        taps.push(h);
        return { twiceZ, h: onward ? tf.matMul(twiceZ, onward).add(h) : h };
      },
      rest: () => taps.rest(),
    };
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** The weights and what the context adds, halved as the one tanh wants them. */
  #halved(context: tf.Tensor | undefined) {
    const { gate, residual, context: map } = this.parts;
    const channels = gate.kernel.shape[2];
    const halves = tf.tensor1d([...Array(channels).fill(1), ...Array(channels).fill(0.5)]);
    return {
      kernel: gate.kernel.mul<tf.Tensor4D>(halves),
      bias: gate.bias.mul<tf.Tensor1D>(halves),
      ofContext: map && context && map.apply(context).mul<tf.Tensor4D>(halves),
      residual: residual?.mul<tf.Tensor4D>(0.5),
    };
  }
}

/** `[rows or 1, 1, places or 1, size]` as `[places · rows, size]`, all rows of a place one after the other. */
const placesFirst = (x: tf.Tensor4D, rows: number, places: number): tf.Tensor =>
  x
    .tile([rows / x.shape[0], 1, places / x.shape[2], 1])
    .transpose([2, 0, 1, 3])
    .reshape([places * rows, x.shape[3]]);
