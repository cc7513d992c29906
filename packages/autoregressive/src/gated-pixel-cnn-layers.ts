import { type ContextMap, contextMap, type Rng } from '@flows/core';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { headLayers } from './pixel-cnn-head.ts';
import type { PixelCnnSizes } from './pixel-cnn-options.ts';
import { type VerticalConvolution, verticalConvolution } from './vertical-convolution.ts';

/** One layer of both stacks: `link` leads from the vertical to the horizontal one. */
type Layer = {
  readonly vertical: VerticalConvolution;
  readonly verticalContext?: ContextMap;
  readonly horizontal: MaskedConvolution;
  readonly horizontalContext?: ContextMap;
  readonly link: MaskedConvolution;
  readonly out: MaskedConvolution;
};

/** The layers of a gated PixelCNN. */
export type GatedPixelCnnLayers = {
  readonly input: { readonly vertical: VerticalConvolution; readonly horizontal: MaskedConvolution };
  readonly layers: readonly Layer[];
  readonly head: readonly MaskedConvolution[];
};

export function gatedPixelCnnLayers(sizes: PixelCnnSizes, rng: Rng): GatedPixelCnnLayers {
  const { shape, inputs, groups, units, layers, firstFilter } = sizes;
  const ofInput = { inputs: shape[2] * inputs, outputs: units };
  const rngOfInput = rng.fork('input');
  return {
    input: {
      vertical: verticalConvolution({ ...ofInput, size: firstFilter, own: false, rng: rngOfInput.fork('vertical') }),
      horizontal: maskedConvolution({
        ...ofInput,
        size: [1, firstFilter],
        mask: 'A',
        groups,
        rng: rngOfInput.fork('horizontal'),
      }),
    },
    layers: Array.from({ length: layers }, (_, l) => layerOf(sizes, rng.fork(l))),
    head: headLayers({ ...sizes, inputs: units, hidden: 1 }, rng.fork('head')),
  };
}

function layerOf({ units, filter, groups, context }: PixelCnnSizes, rng: Rng): Layer {
  const both = 2 * units;
  const map = (name: string): ContextMap =>
    contextMap({ context: context as number, outputs: both, rng: rng.fork(name) });
  const within = { inputs: units, mask: 'B', groups } as const;
  return {
    vertical: verticalConvolution({
      inputs: units,
      outputs: both,
      size: filter,
      own: true,
      rng: rng.fork('vertical'),
    }),
    horizontal: maskedConvolution({
      ...within,
      outputs: both,
      size: [1, filter],
      gates: 2,
      rng: rng.fork('horizontal'),
    }),
    link: maskedConvolution({ inputs: both, outputs: both, size: 1, mask: 'B', rng: rng.fork('link') }),
    out: maskedConvolution({ ...within, outputs: units, size: 1, rng: rng.fork('out') }),
    ...(context !== undefined && {
      verticalContext: map('vertical-context'),
      horizontalContext: map('horizontal-context'),
    }),
  };
}

/** All layers by name, `vertical2` that of the second layer after the first. */
export function gatedPixelCnnParts({ input, layers, head }: GatedPixelCnnLayers): {
  readonly [name: string]: VerticalConvolution | MaskedConvolution | ContextMap;
} {
  const numbered = [input, ...layers].flatMap((layer, l) =>
    Object.entries(layer).map(([name, part]) => [`${name}${l}`, part] as const),
  );
  return { ...Object.fromEntries(numbered), ...Object.fromEntries(head.map((layer, l) => [`head${l}`, layer])) };
}
