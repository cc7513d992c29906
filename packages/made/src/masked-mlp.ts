import { type LayerMaker, Mlp, type MlpBody, type Rng, requireBody, requireCount } from '@flows/core';
import type { AutoregressiveNetwork } from './autoregressive-network.ts';
import { type Degrees, hiddenDegrees, inputDegrees, type OrderOption, randomDegrees } from './degrees.ts';
import { type MaskedLayer, maskedDense } from './masked-dense.ts';
import { type NextElement, type SequentialGiven, type SequentialPass, sequentialPass } from './sequential-pass.ts';

/**
 * - `dims`: D, the number of elements.
 * - `order`: the autoregressive order; `sequential` where absent, `random` is drawn from `rng`.
 * - `parameters`: k, how many outputs each element has.
 * - `inputsPerElement`: how many numbers of the input stand for one element; 1 where absent.
 * - `hidden`, `activation`, `residual`, `direct`, `context`: as of `mlp`.
 */
export type MaskedMlpOptions = MlpBody & {
  dims: number;
  order?: OrderOption | 'random';
  parameters: number;
  inputsPerElement?: number;
  rng: Rng;
};

/**
 * The masked network of MADE (Germain et al. 2015, section 4): a multilayer perceptron of which the k outputs of an
 * element depend only on the elements before it in the order, and on the context.
 *
 *     h^l = φ(h^(l-1) (W^l ⊙ M^l) + b^l)          output = h^L (V ⊙ M^V) + c
 *
 * `[batch, D]` to `[batch, k · D]`, parameter-major: the first parameter of all D elements, then the second. The masks
 * of its layers are all that its equations have beside those of {@link Mlp}.
 *
 * @throws ConfigError where a size is none, residual layers differ in width, or the order does not hold each of 1, …, D
 * once.
 */
export class MaskedMlp extends Mlp<MaskedLayer> implements AutoregressiveNetwork {
  readonly dims: number;
  readonly parameters: number;
  readonly inputsPerElement: number;
  /** The degree of each element: its place in the order, from 1. */
  readonly degrees: Degrees;
  /** The degrees of the units of each width, the input's first. */
  readonly #widths: readonly Degrees[];

  constructor({ dims, order = 'sequential', parameters, inputsPerElement = 1, rng, ...body }: MaskedMlpOptions) {
    requireSizes('maskedMlp', { dims, parameters, inputsPerElement }, body);
    const degrees =
      order === 'random' ? randomDegrees(dims, rng.fork('order')) : inputDegrees(dims, order, 'maskedMlp');
    const hidden = body.hidden.map((width) => hiddenDegrees(width, dims, leastDegree(body)));
    const widths = [repeated(degrees, inputsPerElement), ...hidden, repeated(degrees, parameters)];
    const layer: LayerMaker<MaskedLayer> = (from, to) => {
      const last = to === widths.length - 1;
      return maskedDense({
        from: widths[from] as Degrees,
        to: widths[to] as Degrees,
        towards: last ? 'output' : 'hidden',
        start: last ? 'zero' : 'uniform',
        rng: rng.fork(`${from}-${to}`),
      });
    };
    const sizes = { dims, parameters, inputsPerElement };
    const ends = { inputs: inputsPerElement * dims, outputs: parameters * dims };
    super({ kind: 'masked-mlp', ...sizes, order: [...degrees], ...ends }, body, layer, rng);
    this.dims = dims;
    this.parameters = parameters;
    this.inputsPerElement = inputsPerElement;
    this.degrees = degrees;
    this.#widths = widths;
  }

  /**
   * A pass whose elements come one after another, each made from its own parameters, at the cost of about one pass; see
   * `sequentialPass`.
   *
   * @throws ShapeError where the context is missing, not asked for, or has neither one row nor `rows`.
   */
  applySequentially(rows: number, next: NextElement, given: SequentialGiven = {}): SequentialPass {
    this.requireContext(rows, given.context);
    const { levels, activation, degrees: elements } = this;
    return sequentialPass({ levels, activation, widths: this.#widths, elements }, rows, next, given);
  }
}

/** The degrees of `count` numbers an element, the first of all elements, then the second. */
export const repeated = (degrees: Degrees, count: number): Degrees =>
  Array.from({ length: count }, () => degrees).flat();

/** The lowest degree of hidden units: with a context some see it alone, so that it reaches the first element too. */
export const leastDegree = ({ context }: Pick<MlpBody, 'context'>): 0 | 1 => (context === undefined ? 1 : 0);

/** @throws ConfigError where a size is none, or residual layers differ in width. */
export function requireSizes(who: string, sizes: { [name: string]: number }, body: MlpBody): void {
  for (const [name, size] of Object.entries(sizes)) requireCount(who, name, size);
  requireBody(who, body);
}

/** Makes a {@link MaskedMlp}; the weights of its hidden layers are drawn from `rng`, its outputs start at 0. */
export const maskedMlp = (options: MaskedMlpOptions): MaskedMlp => new MaskedMlp(options);
