import { isDeepStrictEqual } from 'node:util';
import type { ProfileName } from '../profiles.ts';
import type { DataFacts, DoneTrial } from '../results.ts';
import { configOf } from '../trial-plan.ts';
import { type FigureSpace, publications } from './publications.ts';

/** What another implementation reached with the same model on the same data. */
export type PublishedFigure = {
  source: string;
  value: number;
  stderr?: number;
  space?: FigureSpace;
  part?: 'validation';
  settings: 'same settings' | 'other settings';
};

/** The figures to put beside a trial; none beside one of images of fewer bits than theirs. */
export function publishedFor({ name }: DataFacts, trial: DoneTrial): PublishedFigure[] {
  if ((trial.config.bits ?? 8) < 8) return [];
  return publications.flatMap(({ source, profile, besideOthers, space, part, figures }) => {
    const [value, stderr] = figures[name.toLowerCase()]?.[trial.model] ?? [];
    const same = profile !== undefined && hasSettingsOf(profile, trial);
    if (value === undefined || !(same || besideOthers)) return [];
    return [{ source, value, stderr, space, part, settings: same ? 'same settings' : 'other settings' }];
  });
}

const hasSettingsOf = (profile: ProfileName, { model, data, config }: DoneTrial): boolean =>
  isDeepStrictEqual(config, JSON.parse(JSON.stringify(configOf({ profile }, model, data))));
