import { ConfigError } from '../errors.ts';

/**
 * A copy of a value as its JSON gives it back. Options that are undefined are left out.
 *
 * @param path where the value stands, for the message.
 * @throws ConfigError naming the path of what JSON cannot hold: a function, an instance of a class, NaN, a cycle.
 */
export function plainJson(value: unknown, path: string, within: readonly unknown[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object' || within.includes(value) || !isPlain(value)) throw notPlain(value, path);
  const inside = [...within, value];
  if (Array.isArray(value)) return value.map((item, i) => plainJson(item, `${path}.${i}`, inside));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plainJson(item, `${path}.${key}`, inside)]));
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

function notPlain(value: unknown, path: string): ConfigError {
  const got =
    typeof value === 'function'
      ? 'a function'
      : typeof value === 'object'
        ? `an instance of ${value?.constructor?.name ?? 'a class'}, or a cycle`
        : String(value);
  return new ConfigError(
    `save: expected ${path} to be plain JSON, got ${got}; give what a file is to hold a name among the kinds of load`,
  );
}

/** The path of the first difference between two plain JSON values and what stands there, or undefined. */
export function firstDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (Object.is(a, b)) return undefined;
  const composite = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!composite(a) || !composite(b) || Array.isArray(a) !== Array.isArray(b)) {
    return `${path} (${JSON.stringify(a)} and ${JSON.stringify(b)})`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = firstDifference(a[key], b[key], `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
