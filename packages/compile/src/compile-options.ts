import { ConfigError, requireCount } from '@flows/core';
import { requireOptions } from './require-options.ts';

export type CompileOptions = {
  /** How many threads a graph runs on. Where absent, one, or one a core where it multiplies large matrices. */
  readonly threads?: number;
  /**
   * What variables that the function only reads are: inputs, or constants of the graph, which runs faster for it and is
   * made anew where one of them has changed; `inputs` where absent.
   */
  readonly variables?: 'inputs' | 'constants';
  /** How many graphs are kept, one for each signature of the arguments; 8 where absent. */
  readonly graphs?: number;
};

/** As many shapes as a program has in use by turns; each graph holds a session, and memory for what it computes. */
export const KEPT_GRAPHS = 8;

/** @throws ConfigError where an option is unknown, a count is no whole number above 0, or `variables` is neither. */
export function requireCompileOptions(
  who: string,
  options: CompileOptions,
  expected: readonly (keyof CompileOptions)[] = ['threads', 'variables', 'graphs'],
): void {
  requireOptions(who, options, expected);
  for (const name of ['threads', 'graphs'] as const) {
    if (options[name] !== undefined) requireCount(who, name, options[name]);
  }
  const { variables = 'inputs' } = options;
  if (variables !== 'inputs' && variables !== 'constants') {
    throw new ConfigError(`${who}: expected variables to be inputs or constants, got ${String(variables)}`);
  }
}
