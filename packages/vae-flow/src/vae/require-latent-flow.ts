import { ConfigError, requireBijector, type Trainable } from '@flows/core';

/** Of a posterior: the dimensions of z, and the width of the encoder's h. */
type Sizes = { readonly dims: number; readonly context: number };

/**
 * Requires a flow of z that is given h.
 *
 * @throws ConfigError naming who and the option, where it is no bijector, says that it is of other dims, or has parameters
 * that are not of h.
 */
export function requireLatentFlow(who: string, name: string, bijector: Trainable, { dims, context }: Sizes): void {
  requireBijector(who, name, bijector);
  const own = dimsOf(bijector);
  if (own !== undefined && own !== dims) {
    throw new ConfigError(`${who}: expected ${name} of ${dims} dims, got ${own}; give both the same dims`);
  }
  for (const width of contextsOf(bijector)) {
    if (width === context) continue;
    const cure =
      width === undefined ? "give it that context, or wrap it in core's unconditional" : 'give both the same';
    throw new ConfigError(
      `${who}: expected ${name} of a context of ${context}, got ${width ?? 'one that is learnt'}; ${cure}`,
    );
  }
}

/** The dims that a map of vectors says it takes; of one made of others, the first on the latent's side. */
function dimsOf({ config, parts }: Trainable): number | undefined {
  if (['chain', 'reversible', 'unconditional'].includes(config.kind)) {
    return dimsOf(Object.values(parts)[0] as Trainable);
  }
  if (typeof config.dims === 'number') return config.dims;
  const { eventShape } = config;
  return Array.isArray(eventShape) && eventShape.length === 1 ? eventShape[0] : undefined;
}

/** The widths of the contexts that give the parameters of its steps; of those that are told none, nothing. */
function contextsOf({ config, parts }: Trainable): (number | undefined)[] {
  if (config.kind === 'unconditional') return [];
  if (config.kind === 'flow-parameters') return [config.context as number | undefined];
  return Object.values(parts).flatMap((part) => ('config' in part ? contextsOf(part) : []));
}
