import { ConfigError, type Rng, requireCount, type Start } from '@flows/core';
import { DiagonalBiLstmLayer } from './diagonal-bi-lstm-layer.ts';
import type { LstmLayer, LstmSizes } from './lstm-layer.ts';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { RowLstmLayer } from './row-lstm-layer.ts';

/** The first convolution reads so many places above, on the left and on the right: 7x7. */
export const REACH = 3;

/** What a kind of LSTM makes, and what it sees. */
export type LstmKind = {
  make(options: LstmSizes & { rng: Rng }): LstmLayer;
  /** Which columns of the row that lies `above` rows above the outputs of `layers` layers read, ends included. */
  reads(column: number, above: number, network: { layers: number; groups: number; width: number }): [number, number];
};

/** The first convolution sees so far to the right, and the LSTMs one place further in each row. */
export const lstms: { readonly [name: string]: LstmKind } = {
  row: {
    make: (options) => new RowLstmLayer(options),
    reads: (column, above, { layers }) => [
      column - above - layers - REACH,
      above === 0 ? column - 1 : column + above + REACH - 1,
    ],
  },
  diagonal: {
    make: (options) => new DiagonalBiLstmLayer(options),
    // The last place of the row above is its own, of which mask A keeps the last group from all of its row.
    reads: (column, above, { groups, width }) => {
      if (above === 0) return [0, column - 1];
      return [0, above === 1 && groups === 1 ? Math.max(width - 2, column + REACH) : width - 1];
    },
  },
};

/** `row`: the Row LSTM; `diagonal`: the Diagonal BiLSTM. */
export type LstmName = 'row' | 'diagonal';

/**
 * - `shape`: height, width and channels, C.
 * - `inputs`, `parameters`, `groups`: as of a causal network.
 * - `units`: h, of each LSTM; what lies between the layers has 2h channels.
 * - `layers`: L, of LSTMs.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type PixelRnnNetworkOptions = {
  lstm: LstmName;
  shape: readonly [height: number, width: number, channels: number];
  inputs: number;
  parameters: number;
  groups: number;
  units: number;
  layers: number;
  context?: number;
  rng: Rng;
};

/** The layers of a PixelRNN in their order. */
export type PixelRnnLayers = {
  readonly input: MaskedConvolution;
  readonly blocks: readonly { readonly lstm: LstmLayer; readonly up: MaskedConvolution }[];
  readonly hidden: MaskedConvolution;
  readonly output: MaskedConvolution;
};

/**
 * Layers of such sizes.
 *
 * @throws ConfigError where a number is none, units or channels do not part into groups, or there is no such LSTM.
 */
export function pixelRnnLayers(options: PixelRnnNetworkOptions): PixelRnnLayers {
  const { rng, ...sizes } = options;
  requireOptions(sizes);
  return layersOf(options);
}

function requireOptions({ lstm, shape, ...options }: Omit<PixelRnnNetworkOptions, 'rng'>): void {
  if (!Object.hasOwn(lstms, lstm)) {
    throw new ConfigError(`pixelRnnNetwork: expected lstm to be row or diagonal, got ${JSON.stringify(lstm)}`);
  }
  const [height, width, channels] = shape;
  for (const [option, count] of Object.entries({ height, width, channels, ...options })) {
    requireCount('pixelRnnNetwork', option, count);
  }
  const { groups, units } = options;
  if (units % groups !== 0) {
    throw new ConfigError(
      `pixelRnnNetwork: expected units to part into ${groups} groups, got ${units}; take ${Math.ceil(units / groups) * groups}`,
    );
  }
  if (channels % groups !== 0) {
    throw new ConfigError(`pixelRnnNetwork: expected ${channels} channels to part into groups, got ${groups}`);
  }
}

function layersOf({
  lstm,
  shape,
  inputs,
  parameters,
  groups,
  units,
  layers,
  context,
  rng,
}: PixelRnnNetworkOptions): PixelRnnLayers {
  const [height, width, channels] = shape;
  const wide = 2 * units;
  const map = (name: string, from: number, to: number, start: Start = 'uniform') =>
    maskedConvolution({ inputs: from, outputs: to, size: 1, mask: 'B', groups, start, rng: rng.fork(name) });
  const sizes = {
    shape: [height, width] as const,
    inputs: wide,
    units,
    groups,
    ...(context !== undefined && { context }),
  };
  return {
    input: maskedConvolution({
      ...{ inputs: channels * inputs, outputs: wide, size: 2 * REACH + 1, mask: 'A', groups },
      rng: rng.fork('input'),
    }),
    blocks: Array.from({ length: layers }, (_, l) => ({
      lstm: (lstms[lstm] as LstmKind).make({ ...sizes, rng: rng.fork(`lstm${l}`) }),
      up: map(`up${l}`, units, wide),
    })),
    hidden: map('hidden', wide, wide),
    output: map('output', wide, parameters * groups, 'zero'),
  };
}
