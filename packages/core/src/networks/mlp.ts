import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { requireCount, requireEvent } from '../shape.ts';
import { type Config, disposeParts, type Parts } from '../trainable.ts';
import { type ActivationName, activation } from './activation.ts';
import type { Conditioner } from './conditioner.ts';
import { requireContext } from './context-map.ts';
import { type DenseLayer, dense, type LinearLayer } from './dense.ts';
import { type Level, topLevel } from './levels.ts';

/**
 * The body of a multilayer network.
 *
 * - `hidden`: the widths of the hidden layers.
 * - `activation`: `relu` where absent.
 * - `residual`: every hidden layer after the first is a block h + φ(φ(h) W₁ + b₁) W₂ + b₂ (He et al. 2016), and all
 *   widths are equal.
 * - `direct`: whether the input is also connected to the output directly; false where absent.
 * - `context`: the width of the context `[batch, context]`; none where absent.
 */
export type MlpBody = {
  hidden: readonly number[];
  activation?: ActivationName;
  residual?: boolean;
  direct?: boolean;
  context?: number;
};

/**
 * Makes the linear map from one width of the network to another: 0 is the input, l the l-th hidden layer, the last the
 * output. Masked networks differ in this alone.
 */
export type LayerMaker<L extends LinearLayer = LinearLayer> = (from: number, to: number) => L;

/**
 * A multilayer perceptron with hidden layers h^l, activation φ and context c, all of them rows,
 *
 *     h¹ = x W¹ + b¹ + (c C¹ + d¹)        h^l = φ(h^(l-1)) W^l + b^l + (c C^l + d^l)        output = φ(h^L) V + v
 *
 * or, residual, h^l = h^(l-1) + φ(φ(h^(l-1)) W₁^l + b₁^l + (c C^l + d^l)) W₂^l + b₂^l. Context enters every hidden layer,
 * through a map of its own. Direct connections add x A + a to the output. These h^l are the sums before φ, where papers
 * often write h^l for what comes after it; residual blocks add them so.
 */
export class Mlp<L extends LinearLayer = LinearLayer> implements Conditioner {
  readonly config: Config;
  readonly inputs: number;
  readonly outputs: number;
  readonly parts: Parts;
  /** The levels of units above the input. */
  readonly levels: readonly Level<L>[];
  readonly activation: <T extends tf.Tensor>(x: T) => T;
  readonly #context: number | undefined;

  constructor(config: Config & { inputs: number; outputs: number }, body: MlpBody, layer: LayerMaker<L>, rng: Rng) {
    requireBody(config.kind, body);
    const { hidden, activation: name = 'relu', residual = false, direct = false, context } = body;
    this.config = {
      ...config,
      hidden: [...hidden],
      activation: name,
      residual,
      direct,
      ...(context !== undefined && { context }),
    };
    this.inputs = config.inputs;
    this.outputs = config.outputs;
    this.activation = activation(name);
    this.#context = context;
    const layers = {
      hidden: hidden.map((_, l) => layer(l, l + 1)),
      residual: residual ? hidden.slice(1).map((_, l) => layer(l + 2, l + 2)) : [],
      output: layer(hidden.length, hidden.length + 1),
      direct: direct ? layer(0, hidden.length + 1) : undefined,
      contexts:
        context === undefined
          ? []
          : hidden.map((width, l) => dense({ inputs: context, outputs: width, rng: rng.fork(`context-${l}`) })),
    };
    this.levels = levelsOf(layers);
    this.parts = {
      ...named('hidden', layers.hidden),
      ...named('residual', layers.residual),
      output: layers.output,
      ...(layers.direct && { direct: layers.direct }),
      ...named('context', layers.contexts),
    };
  }

  /**
   * `[batch, inputs]` to `[batch, outputs]`. Context has a row for each row of x, or one that serves all.
   *
   * @throws ShapeError where x or the context has another shape, or a context is missing or not asked for.
   */
  apply(x: tf.Tensor2D, { context }: Given = {}): tf.Tensor2D {
    this.requireInput(x, context);
    return tf.tidy(() => topLevel(this.levels, x, this.activation, context as tf.Tensor2D | undefined));
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** @throws ShapeError where x or the context has another shape, or a context is missing or not asked for. */
  requireInput(x: tf.Tensor2D, context: tf.Tensor | undefined): void {
    requireEvent('Mlp.apply', 'x', x, [this.inputs]);
    this.requireContext(x.shape[0], context);
  }

  /** @throws ShapeError where a context is missing, not asked for, or has not `rows` rows, or one, of its width. */
  requireContext(rows: number, context: tf.Tensor | undefined): void {
    requireContext('Mlp.apply', { shape: [rows] }, context, this.#context);
  }
}

type Layers<L extends LinearLayer> = {
  readonly hidden: readonly L[];
  /** W₂ of the residual blocks; none where the network is not residual. */
  readonly residual: readonly L[];
  readonly output: L;
  readonly direct?: L;
  readonly contexts: readonly LinearLayer[];
};

/** The equations of {@link Mlp}, a level each. */
function levelsOf<L extends LinearLayer>({ hidden, residual, output, direct, contexts }: Layers<L>): Level<L>[] {
  const levels: Level<L>[] = [];
  let below = 0;
  for (const [l, layer] of hidden.entries()) {
    levels.push({ width: l + 1, terms: [{ from: below, layer }], context: contexts[l] });
    const block = residual[l - 1];
    if (block) levels.push({ width: l + 1, terms: [{ from: levels.length, layer: block }], skip: below });
    below = levels.length;
  }
  const terms = [{ from: below, layer: output }, ...(direct ? [{ from: 0, layer: direct }] : [])];
  return [...levels, { width: hidden.length + 1, terms }];
}

/** What `mlp` is built from. `start`: of the output layer; `zero` where absent. */
export type MlpOptions = MlpBody & { inputs: number; outputs: number; start?: 'zero' | 'uniform'; rng: Rng };

/**
 * A fully connected conditioner, `[batch, inputs]` to `[batch, outputs]`; its equations are those of {@link Mlp}. Its
 * output layer starts at zero, and with it a flow as the identity, unless told otherwise.
 */
export function mlp({ inputs, outputs, start = 'zero', rng, ...body }: MlpOptions): Mlp<DenseLayer> {
  requireCount('mlp', 'inputs', inputs);
  requireCount('mlp', 'outputs', outputs);
  requireBody('mlp', body);
  const widths = [inputs, ...body.hidden, outputs];
  const layer: LayerMaker<DenseLayer> = (from, to) =>
    dense({
      inputs: widths[from] as number,
      outputs: widths[to] as number,
      start: to === widths.length - 1 ? start : 'uniform',
      rng: rng.fork(`${from}-${to}`),
    });
  return new Mlp({ kind: 'mlp', inputs, outputs }, body, layer, rng);
}

/**
 * Requires that a network has hidden layers, and of one width where it is residual.
 *
 * @throws ConfigError naming who and what came.
 */
export function requireBody(who: string, { hidden, residual, context }: MlpBody): void {
  if (!Array.isArray(hidden) || hidden.length === 0) {
    throw new ConfigError(
      `${who}: expected hidden to list the widths of at least one layer, got ${JSON.stringify(hidden)}`,
    );
  }
  for (const [l, width] of hidden.entries()) requireCount(who, `hidden[${l}]`, width);
  if (residual === true && new Set(hidden).size > 1) {
    throw new ConfigError(
      `${who}: expected hidden layers of one width, since residual blocks add them, got [${hidden.join(', ')}]`,
    );
  }
  if (context !== undefined) requireCount(who, 'context', context);
}

const named = (name: string, layers: readonly LinearLayer[]): Parts =>
  Object.fromEntries(layers.map((layer, l) => [`${name}${l}`, layer]));
