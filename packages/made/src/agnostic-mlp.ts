import {
  type Config,
  type DenseLayer,
  disposeParts,
  type Given,
  type Level,
  type Mlp,
  mlp,
  type Parts,
  type Rng,
  topLevel,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { AutoregressiveNetwork } from './autoregressive-network.ts';
import type { Degrees, OrderOption } from './degrees.ts';
import type { MaskedLayer } from './masked-dense.ts';
import { leastDegree, type MaskedMlpOptions, repeated, requireSizes } from './masked-mlp.ts';
import { type Agnostic, drawMasks, type MaskDegrees, requireMasks } from './masks.ts';
import { sequentialPass } from './sequential-pass.ts';

/**
 * - `masks`: K, how many masks there are, or their degrees.
 * - `agnostic`: whether the masks differ in their order, in their connectivity, or in both; `order` where absent.
 * - `order`: of all masks, where they differ in connectivity alone; `sequential` where absent.
 * - all else as of `maskedMlp`.
 */
export type AgnosticMlpOptions = Omit<MaskedMlpOptions, 'order'> & {
  masks: number | readonly MaskDegrees[];
  agnostic?: Agnostic;
  order?: OrderOption | 'random';
};

/**
 * The network of order-agnostic and connectivity-agnostic training (Germain et al. 2015, sections 4.2 and 4.3): one set
 * of weights, and K masks of it, each of which makes it the network of an order and a connectivity.
 *
 * The weights are dense, and the masks come from the degrees m of the units: M_{k, k'} = 1 where m'_k' ≥ m_k, to an
 * output where d > m_k. With the mask that `applyDrawn` draws, the degrees are inputs of a compiled graph, which so serves all.
 *
 * @throws ConfigError where a size is none, residual layers differ in width, or the masks are of another network.
 */
export class AgnosticMlp {
  readonly config: Config;
  readonly dims: number;
  readonly parameters: number;
  readonly inputsPerElement: number;
  readonly masks: readonly MaskDegrees[];
  readonly parts: Parts;
  readonly #dense: Mlp<DenseLayer>;

  constructor(options: AgnosticMlpOptions) {
    const { dims, parameters, inputsPerElement = 1, masks, agnostic = 'order', order, rng, ...body } = options;
    const { hidden, residual = false } = body;
    const count = typeof masks === 'number' ? masks : masks.length;
    requireSizes('agnosticMlp', { dims, parameters, inputsPerElement, masks: count }, body);
    const drawn = { dims, agnostic, order, hidden, residual, least: leastDegree(body), rng: rng.fork('masks') };
    const degrees = typeof masks === 'number' ? drawMasks({ ...drawn, masks }) : masks;
    requireMasks(degrees, dims, hidden);
    const [inputs, outputs] = [inputsPerElement * dims, parameters * dims];
    this.#dense = mlp({ ...body, inputs, outputs, rng });
    const { kind: _, inputs: __, outputs: ___, ...described } = this.#dense.config;
    this.config = { kind: 'agnostic-mlp', dims, parameters, inputsPerElement, ...described, masks: degrees };
    this.parts = this.#dense.parts;
    this.dims = dims;
    this.parameters = parameters;
    this.inputsPerElement = inputsPerElement;
    this.masks = degrees;
  }

  /** The network of the k-th mask, with these weights: it is no copy, and owns none. */
  masked(k: number): AutoregressiveNetwork {
    const mask = this.masks[k] as MaskDegrees;
    const widths = this.#widths(mask);
    const { dims, parameters, inputsPerElement } = this;
    const { activation } = this.#dense;
    const levels = () => this.#levels(widths.map((degrees) => tf.tensor1d([...degrees], 'float32')));
    return {
      // A file of it would hold no weights: what is a function `save` refuses.
      config: { kind: 'agnostic-mlp-mask', mask: k, weights: () => this },
      parts: {},
      dispose: () => {},
      dims,
      degrees: mask.elements,
      parameters,
      inputsPerElement,
      apply: (x, given) => this.#apply(levels, x, given),
      applySequentially: (rows, next, given = {}) => {
        this.#dense.requireContext(rows, given.context);
        return tf.tidy(() =>
          sequentialPass({ levels: levels(), activation, widths, elements: mask.elements }, rows, next, given),
        );
      },
    };
  }

  /** A pass with one of the masks, which the generator draws, each as likely as the others. */
  applyDrawn(x: tf.Tensor2D, given: Given & { rng: Rng }): tf.Tensor2D {
    return this.#apply(() => this.#levels(this.#drawnDegrees(given.rng)), x, given);
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  #apply(levels: () => Level<MaskedLayer>[], x: tf.Tensor2D, { context }: Given = {}): tf.Tensor2D {
    this.#dense.requireInput(x, context);
    return tf.tidy(() => topLevel(levels(), x, this.#dense.activation, context as tf.Tensor2D | undefined));
  }

  /** The degrees of the units of each width. */
  #widths({ elements, hidden }: MaskDegrees): Degrees[] {
    return [repeated(elements, this.inputsPerElement), ...hidden, repeated(elements, this.parameters)];
  }

  /** The degrees of the units of each width under a mask that is drawn, as one tensor that a graph can be given. */
  #drawnDegrees(rng: Rng): tf.Tensor1D[] {
    const sizes = this.#widths(this.masks[0] as MaskDegrees).map((degrees) => degrees.length);
    const size = sizes.reduce((sum, width) => sum + width, 0);
    const drawn = rng.tensor<tf.Rank.R1>([size], (rng) =>
      Float32Array.from(this.#widths(this.masks[rng.integer(this.masks.length)] as MaskDegrees).flat()),
    );
    return tf.split(drawn, sizes) as tf.Tensor1D[];
  }

  /** The levels of the network with masks of these degrees. */
  #levels(degrees: readonly tf.Tensor1D[]): Level<MaskedLayer>[] {
    const { levels } = this.#dense;
    const widths = [0, ...levels.map(({ width }) => width)];
    const degreesAt = (level: number) => degrees[widths[level] as number] as tf.Tensor1D;
    return levels.map((level, below) => {
      const to = degreesAt(below + 1).expandDims(0);
      const isOutput = below === levels.length - 1;
      return {
        ...level,
        terms: level.terms.map(({ from, layer }) => {
          const m = degreesAt(from).expandDims(1);
          const M = (isOutput ? to.greater(m) : to.greaterEqual(m)).cast('float32');
          return { from, layer: masked(layer, M) };
        }),
      };
    });
  }
}

/** The layer with the weights W ⊙ M. */
function masked(layer: DenseLayer, M: tf.Tensor): MaskedLayer {
  const { kernel, bias } = layer;
  const weights = () => kernel.mul(M) as tf.Tensor2D;
  return { ...layer, weights, apply: (x) => tf.tidy(() => x.matMul(weights()).add(bias)) };
}

/** Makes an {@link AgnosticMlp}. */
export const agnosticMlp = (options: AgnosticMlpOptions): AgnosticMlp => new AgnosticMlp(options);
