import { type Cache, type Config, disposeParts, type Given, requireContext, requireImages } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { addBias } from './add-bias.ts';
import { type CausalConvolution, causal, causalConvolution } from './causal-convolution.ts';
import type { CausalNetwork, DrawPlace } from './causal-network.ts';
import { TapQueue } from './tap-queue.ts';
import { WaveNetLayer } from './wave-net-layer.ts';
import { requireWaveNetSizes, type WaveNetNetworkOptions } from './wave-net-options.ts';
import { type WaveNetStacks, waveNetReceptiveField } from './wave-net-receptive-field.ts';

type Parts = {
  readonly input: CausalConvolution;
  readonly [layer: `layer${number}`]: WaveNetLayer;
  readonly skip: CausalConvolution;
  readonly hidden: CausalConvolution;
  readonly output: CausalConvolution;
};

/**
 * The network of WaveNet (van den Oord et al. 2016, "WaveNet", figure 4), over sounds as images of one row,
 * `[batch, 1, T, inputs]` to `[batch, 1, T, parameters]`:
 *
 *     h⁰_t = b + Σ_i W_i e_{t-k+i},  i = 0 … k - 1
 *     (z^l, h^l) = layer^l(h^{l-1}, c)                       dilations δ_l = 2^{l mod layers}
 *     output = U ∗ relu(Q ∗ relu(Σ_l S_l ∗ z^l))
 *
 * with biases, S, Q and U of one sample, and the layers of {@link WaveNetLayer}, which take the context c in. The skip
 * connections S_l are one product of all z. The output starts at 0.
 *
 * `advance` computes each unit once (Paine et al. 2016): a queue of each layer holds the last (k - 1) δ_l samples of what it
 * reads. A layer whose dilation reaches back beyond the stretch has one product for all its earlier taps.
 *
 * @throws ConfigError where a number is none, a filter reads fewer than 2 samples, a layer reaches back beyond the sounds, or
 * the stride is longer.
 */
export class WaveNetNetwork implements CausalNetwork {
  readonly config: Config;
  readonly parts: Parts;
  readonly shape: readonly [height: 1, length: number, channels: 1];
  readonly inputs: number;
  readonly parameters: number;
  readonly groups = 1;
  readonly stride: number;
  readonly #layers: readonly WaveNetLayer[];
  readonly #sizes: WaveNetStacks;
  readonly #context: number | undefined;

  constructor({ rng, ...options }: WaveNetNetworkOptions) {
    const { length, inputs, parameters, channels, skip, layers, stacks, filter, context, stride } = options;
    const sizes = { length, inputs, parameters, channels, skip, layers, stacks, filter, stride };
    requireWaveNetSizes({ ...sizes, ...(context !== undefined && { context }) });
    this.config = { kind: 'wave-net-network', ...sizes, ...(context !== undefined && { context }) };
    this.shape = [1, length, 1];
    this.inputs = inputs;
    this.parameters = parameters;
    this.stride = stride;
    this.#sizes = { layers, stacks, filter };
    this.#context = context;
    const count = layers * stacks;
    this.#layers = Array.from({ length: count }, (_, l) => {
      const own = { channels, filter, dilation: 2 ** (l % layers), isLast: l === count - 1 };
      return new WaveNetLayer({ ...own, ...(context !== undefined && { context }), rng: rng.fork(l) });
    });
    const named = (name: string) => rng.fork(name);
    const ofInput = { inputs, outputs: channels, size: filter, delay: 1, meanSquare: 1 };
    this.parts = {
      input: causalConvolution({ ...ofInput, rng: named('input') }),
      ...Object.fromEntries(this.#layers.map((layer, l) => [`layer${l}`, layer])),
      skip: causalConvolution({ inputs: count * channels, outputs: skip, rng: named('skip') }),
      hidden: causalConvolution({ inputs: skip, outputs: skip, rng: named('hidden') }),
      output: causalConvolution({ inputs: skip, outputs: parameters, start: 'zero', rng: named('output') }),
    };
  }

  /**
   * The outputs at all samples. Context has a row for each row of e, or one that serves all.
   *
   * @throws ShapeError where e or the context has another shape, or a context is missing or not asked for.
   */
  apply(e: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    requireImages('WaveNetNetwork.apply', 'e', e, this.inputs);
    this.#requireContext('apply', [e.shape[0], e.shape[2]], context);
    return tf.tidy(() => {
      const { input, skip, hidden, output } = this.parts;
      let h = input.apply(e);
      const each = this.#layers.map((layer) => {
        const { twiceZ, h: above } = layer.apply(h, context);
        h = above;
        return twiceZ;
      });
      const sum = addBias(causal(tf.concat4d(each, 3), skip.kernel.mul(0.5)), skip.bias);
      return output.apply(tf.relu(hidden.apply(tf.relu(sum))));
    });
  }

  /** The queues of the input and of all layers: all that `apply` pads with, zeros. */
  begin(rows: number): Cache {
    return tf.tidy(() => {
      const [, size, inputs] = this.parts.input.kernel.shape;
      return [tf.zeros([size * rows, inputs]), ...this.#layers.map((layer) => layer.begin(rows))];
    });
  }

  /**
   * Draws `stride` samples. What is computed in between is freed by the caller's tidy, since so is what `draw` makes.
   *
   * @throws ShapeError where the context has another shape than that of these samples.
   */
  advance(cache: Cache, draw: DrawPlace, { context }: Given = {}): Cache {
    const [before, ...queues] = cache as [tf.Tensor2D, ...tf.Tensor2D[]];
    const { kernel, bias } = this.parts.input;
    const [, size, inputs, channels] = kernel.shape;
    const [rows, places] = [before.shape[0] / size, this.stride];
    this.#requireContext('advance', [rows, places], context);
    const flat = kernel.reshape<tf.Tensor2D>([size * inputs, channels]);
    const drawn = new TapQueue({ before, kernel: flat, addend: bias, dilation: 1, places });
    const layers = this.#layers.map((layer, l) => layer.stretch(queues[l] as tf.Tensor2D, { rows, places, context }));
    const outputs = this.#outputsOfPlace();
    for (let place = 0; place < places; place++) {
      let h = drawn.next();
      const each = layers.map((layer) => {
        const { twiceZ, h: above } = layer.next(h);
        h = above;
        return twiceZ;
      });
      const theta = outputs(tf.concat2d(each, 1)).reshape<tf.Tensor4D>([rows, 1, 1, this.parameters]);
      drawn.push(draw(() => theta).reshape([rows, inputs]));
    }
    return [drawn.rest(), ...layers.map((layer) => layer.rest())];
  }

  receptiveField(_row: number, column: number): boolean[][] {
    const [, length] = this.shape;
    const back = waveNetReceptiveField(this.#sizes);
    return [Array.from({ length }, (_, other) => other < column && column - other <= back)];
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** Requires a context for so many samples. Errors show one at each as sounds have it, `[batch, length, width]`. */
  #requireContext(method: string, [rows, length]: [number, number], context: tf.Tensor | undefined): void {
    const [batch, height, ...series] = context?.shape ?? [];
    const isSeries = context?.rank === 4 && height === 1;
    // A series without the axis of the one row is none that the layers would take.
    const x = { shape: context?.rank === 3 ? [rows, 1, length, 1] : [rows, length, 1] };
    const came = isSeries ? { shape: [batch as number, ...series] } : context;
    requireContext(`WaveNetNetwork.${method}`, x, came, this.#context);
  }

  /** What comes after the skip connections, from 2 z of all layers of one sample, `[rows, layers · channels]`. */
  #outputsOfPlace(): (twiceZ: tf.Tensor2D) => tf.Tensor2D {
    const affine = ({ kernel, bias }: CausalConvolution, factor = 1) => {
      const flat = kernel.mul(factor).reshape<tf.Tensor2D>([kernel.shape[2], kernel.shape[3]]);
      return (x: tf.Tensor2D) => tf.matMul(x, flat).add<tf.Tensor2D>(bias);
    };
    const [skip, hidden, output] = [affine(this.parts.skip, 0.5), affine(this.parts.hidden), affine(this.parts.output)];
    return (twiceZ) => output(tf.relu(hidden(tf.relu(skip(twiceZ)))));
  }
}

/** A {@link WaveNetNetwork}, whose weights are drawn from `rng`. */
export const waveNetNetwork = (options: WaveNetNetworkOptions): WaveNetNetwork => new WaveNetNetwork(options);
