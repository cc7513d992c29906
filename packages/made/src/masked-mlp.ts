import {
  ConfigError,
  type LayerMaker,
  Mlp,
  type MlpBody,
  type Rng,
  requireBody,
  requireCount,
  type Trainable,
} from '@flows/core';
import { type Degrees, hiddenDegrees, inputDegrees, type OrderOption } from './degrees.ts';
import { maskedDense } from './masked-dense.ts';

/**
 * - `dims`: D, the number of elements.
 * - `order`: the autoregressive order; `sequential` where absent.
 * - `parameters`: k, how many outputs each element has.
 * - `hidden`, `activation`, `residual`, `context`: as of `mlp`.
 */
export type MaskedMlpOptions = MlpBody & { dims: number; order?: OrderOption; parameters: number; rng: Rng };

/**
 * The masked network of MADE (Germain et al. 2015, section 4): a multilayer perceptron of which the k outputs of an
 * element depend only on the elements before it in the order, and on the context.
 *
 * `[batch, D]` to `[batch, k · D]`, parameter-major: the first parameter of all D elements, then the second. The masks
 * of its layers are all that its equations have beside those of {@link Mlp}.
 *
 * @throws ConfigError where a size is none, residual layers differ in width, or the order does not hold each of 1, …, D
 * once.
 */
export class MaskedMlp extends Mlp {
  /** The degree of each element: its place in the order, from 1. */
  readonly degrees: Degrees;

  constructor({ dims, order = 'sequential', parameters, rng, ...body }: MaskedMlpOptions) {
    requireCount('maskedMlp', 'dims', dims);
    requireCount('maskedMlp', 'parameters', parameters);
    requireBody('maskedMlp', body);
    const degrees = inputDegrees(dims, order, 'maskedMlp');
    const least = body.context === undefined ? 1 : 0;
    const outputs = Array.from({ length: parameters }, () => degrees).flat();
    const levels: Degrees[] = [degrees, ...body.hidden.map((width) => hiddenDegrees(width, dims, least)), outputs];
    const layer: LayerMaker = (from, to) => {
      const last = to === levels.length - 1;
      return maskedDense({
        from: levels[from] as Degrees,
        to: levels[to] as Degrees,
        towards: last ? 'output' : 'hidden',
        start: last ? 'zero' : 'uniform',
        rng: rng.fork(`${from}-${to}`),
      });
    };
    const config = { kind: 'masked-mlp', dims, order: [...degrees], parameters, inputs: dims, outputs: outputs.length };
    super(config, body, layer, rng);
    this.degrees = degrees;
  }
}

/** Makes a {@link MaskedMlp}; the weights of its hidden layers are drawn from `rng`, its outputs start at 0. */
export const maskedMlp = (options: MaskedMlpOptions): MaskedMlp => new MaskedMlp(options);

/**
 * Requires a masked network of as many parameters an element, where a config from a file may have named another part.
 *
 * @throws ConfigError naming who, what was expected and what came.
 */
export function requireMaskedMlp(who: string, network: Trainable, parameters: number): asserts network is MaskedMlp {
  if (!(network instanceof MaskedMlp) || network.outputs !== parameters * network.inputs) {
    const came = network instanceof MaskedMlp ? `one of ${network.outputs / network.inputs}` : network?.config?.kind;
    throw new ConfigError(`${who}: expected a maskedMlp of ${parameters} outputs an element, got ${came}`);
  }
}
