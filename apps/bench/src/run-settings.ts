import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '@flows/core';
import { z } from 'zod';
import { isKnownData, nameOfData } from './data-sets.ts';
import { profiles } from './profiles.ts';
import { type RunSettings, settingsSchema } from './results.ts';

/** The flags that a run's user gave. */
export type AskedSettings = Partial<RunSettings>;

const checkedSchema = settingsSchema.superRefine(({ data, steps, epochs }, { addIssue }) => {
  const issue = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
  if (steps !== undefined && epochs !== undefined) issue('steps', 'give --steps or --epochs, not both');
  const names = data.map(nameOfData);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) issue('data', `two data sets are called ${twice}: rename one, their results would mix`);
  for (const name of data) if (!isKnownData(name)) issue('data', `no data set and no file is called ${name}`);
});

/**
 * A run's settings: the flags, and the profile's where they do not say.
 *
 * @throws ConfigError where the flags do not go together.
 */
export function settingsOf(asked: AskedSettings): RunSettings {
  const profile = asked.profile ?? 'quick';
  const { models, data, seeds } = profiles[profile];
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const settings = { models: [...models], data: [...data], seeds: [...seeds], engine: 'compiled', ...given, profile };
  if (settings.data.length === 0) {
    throw new ConfigError(`the ${profile} profile trains on your own data: give --data FILE.npz[,FILE.npz]`);
  }
  const { success, data: checked, error } = checkedSchema.safeParse(settings);
  if (!success) throw new ConfigError(z.prettifyError(error));
  return checked;
}

/**
 * Requires that the flags of `--resume` say nothing else than the run that it goes on with.
 *
 * @throws ConfigError naming the flag, what the run has and what was asked.
 */
export function requireSameSettings<T extends object>(out: string, begun: T, asked: Partial<T>): void {
  for (const [flag, value] of Object.entries(asked)) {
    const had = begun[flag as keyof T];
    if (value !== undefined && !isDeepStrictEqual(value, had)) {
      throw new ConfigError(
        `${out} holds a run of other settings: --${flag} ${had ?? 'was not given'}, now ${value}; ` +
          'leave the flag out to go on with that run, or choose another --out',
      );
    }
  }
}
