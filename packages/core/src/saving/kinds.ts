import type { Trainable } from '../trainable.ts';

/** Builds the part that a config describes, from the kinds that the caller of `load` listed. */
export type Build = <T extends Trainable>(config: unknown) => T;

/**
 * How parts are built again from their `config`, by its `kind`. Every package exports its own as `kinds`; `load`
 * knows those that its caller lists.
 *
 * A constructor checks its config as it checks its options: a file's config is a stranger's. It makes its variables
 * before anything else whose size the config decides, so that `load` can refuse sizes that the file does not hold.
 */
// biome-ignore lint/suspicious/noExplicitAny: each constructor checks a config that nothing has checked before
export type Kinds = Readonly<Record<string, (config: any, build: Build) => Trainable>>;
