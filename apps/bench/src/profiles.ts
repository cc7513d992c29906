import { paper } from './profiles/paper.ts';
import type { Profile } from './profiles/profile.ts';
import { quick } from './profiles/quick.ts';
import { standard } from './profiles/standard.ts';

export const profiles = { quick, standard, paper } satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;

export const profileNames = Object.keys(profiles) as [ProfileName, ...ProfileName[]];
