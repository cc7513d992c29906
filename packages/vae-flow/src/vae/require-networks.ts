import { ConfigError } from '@flows/core';
import type { VaeOptions } from './vae-options.ts';

/**
 * Requires an encoder and a decoder that can be applied and say their sizes.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireNetworks(who: string, { encoder, decoder }: Pick<VaeOptions, 'encoder' | 'decoder'>): void {
  const cures = {
    encoder: 'make one with denseEncoder or convolutionalEncoder, or give yours apply and outputs',
    decoder: "make one with core's mlp or convolutionalDecoder, or give yours apply, inputs and outputs",
  };
  for (const [name, part] of Object.entries({ encoder, decoder })) {
    if (isNetwork(part, name === 'decoder')) continue;
    throw new ConfigError(
      `${who}: expected ${name} to be a network, got ${part?.config ? JSON.stringify(part.config.kind) : typeof part}; ${cures[name as keyof typeof cures]}`,
    );
  }
}

/** Whether it has its sizes and can be applied. A function has an `apply` too, and no sizes. */
const isNetwork = (part: Partial<VaeOptions['decoder']> | undefined, takesZ: boolean): boolean =>
  typeof part?.apply === 'function' && Number.isInteger(part.outputs) && (!takesZ || Number.isInteger(part.inputs));
