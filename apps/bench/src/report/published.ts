import { isDeepStrictEqual } from 'node:util';
import type { ProfileName } from '../profiles.ts';
import type { DataFacts, DoneTrial } from '../results.ts';
import { configOf } from '../trial-plan.ts';

/** Test NLLs that others reached, in nats, at the settings of one of our profiles. */
type Publication = {
  source: string;
  profile: ProfileName;
  /** By data set, by model: the NLL, and its standard error where it was given. */
  figures: Readonly<Record<string, Readonly<Record<string, readonly [nll: number, stderr?: number]>>>>;
};

const publications: readonly Publication[] = [
  {
    source: 'zuko 1.6.0',
    profile: 'standard',
    figures: {
      '8gaussians': { realnvp: [2.919], maf: [2.929] },
      moons: { realnvp: [2.406], maf: [2.407] },
      checkerboard: { realnvp: [3.649], maf: [3.599] },
      '2spirals': { realnvp: [2.83], maf: [2.94] },
      pinwheel: { realnvp: [2.377], maf: [2.4] },
      protein: { gaussian: [5.291], realnvp: [-1.82, 0.07], maf: [-3.22, 0.06] },
    },
  },
  {
    source: 'MAF paper, table 1',
    profile: 'paper',
    figures: {
      power: { gaussian: [7.74], made: [3.08], realnvp: [-0.17], maf: [-0.14] },
      gas: { gaussian: [3.58], made: [-3.56], realnvp: [-8.33], maf: [-9.07] },
      hepmass: { gaussian: [27.93], made: [20.98], realnvp: [18.71], maf: [17.7] },
      miniboone: { gaussian: [37.24], made: [15.59], realnvp: [13.84], maf: [11.75] },
      bsds300: { gaussian: [-96.67], made: [-148.85], realnvp: [-153.28], maf: [-155.69] },
    },
  },
];

/** What another implementation reached with the same model on the same data at the same settings. */
export type PublishedFigure = { source: string; nll: number; stderr?: number };

/** The figure to put beside a trial; none where its settings are others than the publication's. */
export function publishedFor({ name }: DataFacts, { model, data, config }: DoneTrial): PublishedFigure | undefined {
  for (const { source, profile, figures } of publications) {
    const figure = figures[name.toLowerCase()]?.[model];
    if (
      figure !== undefined &&
      isDeepStrictEqual(config, JSON.parse(JSON.stringify(configOf({ profile }, model, data))))
    ) {
      return { source, nll: figure[0], stderr: figure[1] };
    }
  }
  return undefined;
}
