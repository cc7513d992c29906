import { ConfigError, type Rng } from '@flows/core';
import {
  type Degrees,
  hiddenDegrees,
  inputDegrees,
  type OrderOption,
  randomDegrees,
  randomHiddenDegrees,
} from './degrees.ts';

/** The degrees that the masks of a network are made of: of its elements, which are its order, and of each hidden layer. */
export type MaskDegrees = { readonly elements: Degrees; readonly hidden: readonly Degrees[] };

/** What is resampled from mask to mask (Germain et al. 2015, sections 4.2 and 4.3). */
export type Agnostic = 'order' | 'connectivity' | 'both';

/**
 * The degrees of a bounded set of masks, each with a random order, random connectivity, or both. The degrees of a hidden
 * layer are drawn from the least of the layer before to D - 1, as in the paper; in a residual network, whose blocks add
 * layer to layer, all layers have the first's.
 */
export function drawMasks({
  masks,
  agnostic,
  dims,
  order,
  hidden,
  least,
  residual,
  rng,
}: {
  masks: number;
  agnostic: Agnostic;
  dims: number;
  order?: OrderOption | 'random';
  hidden: readonly number[];
  least: 0 | 1;
  residual: boolean;
  rng: Rng;
}): MaskDegrees[] {
  if (!['order', 'connectivity', 'both'].includes(agnostic)) {
    throw new ConfigError(
      `agnosticMlp: expected agnostic to be order, connectivity or both, got ${JSON.stringify(agnostic)}`,
    );
  }
  if (order !== undefined && agnostic !== 'connectivity') {
    throw new ConfigError(
      `agnosticMlp: expected no order where each mask has a random one, got ${JSON.stringify(order)}`,
    );
  }
  const given =
    order === 'random'
      ? randomDegrees(dims, rng.fork('order'))
      : inputDegrees(dims, order ?? 'sequential', 'agnosticMlp');
  return Array.from({ length: masks }, (_, k) => {
    const elements = agnostic === 'connectivity' ? given : randomDegrees(dims, rng.fork(`order ${k}`));
    if (agnostic === 'order') return { elements, hidden: hidden.map((width) => hiddenDegrees(width, dims, least)) };
    const layers: Degrees[] = [];
    for (const [l, width] of hidden.entries()) {
      const below = layers.at(-1);
      const lowest = below === undefined ? least : Math.min(...below);
      const drawn = () => randomHiddenDegrees(width, dims, lowest, rng.fork(`hidden ${k} ${l}`));
      layers.push(residual && below ? below : drawn());
    }
    return { elements, hidden: layers };
  });
}

/**
 * Requires what a file may have had otherwise: masks of a network of these sizes.
 *
 * @throws ConfigError naming what was expected.
 */
export function requireMasks(masks: unknown, dims: number, hidden: readonly number[]): asserts masks is MaskDegrees[] {
  const wholes = (list: unknown, length: number, least: number, most: number): boolean =>
    Array.isArray(list) && list.length === length && list.every((m) => Number.isInteger(m) && m >= least && m <= most);
  const fits =
    Array.isArray(masks) &&
    masks.length > 0 &&
    masks.every(
      (mask) =>
        wholes(mask?.elements, dims, 1, dims) &&
        new Set(mask.elements).size === dims &&
        Array.isArray(mask.hidden) &&
        mask.hidden.length === hidden.length &&
        hidden.every((width, l) => wholes(mask.hidden[l], width, 0, Math.max(dims - 1, 0))),
    );
  if (!fits) {
    throw new ConfigError(
      `agnosticMlp: expected masks to list the degrees of ${dims} elements and of hidden layers of [${hidden.join(', ')}] units`,
    );
  }
}
