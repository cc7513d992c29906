import { ConfigError } from '@flows/core';

/** @throws ConfigError where an option is none of those that there are. */
export function requireOptions(who: string, options: object, expected: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !expected.includes(name));
  if (unknown === undefined) return;
  throw new ConfigError(`${who}: unknown option ${unknown}; expected one of ${expected.join(', ')}`);
}
