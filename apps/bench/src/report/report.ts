import { join } from 'node:path';
import { durationText } from '../duration-text.ts';
import { summariseFits } from '../fit-summary.ts';
import { profiles } from '../profiles.ts';
import { isFinished, type Results } from '../results.ts';
import { summarise } from '../summary.ts';
import { writeAtomically } from '../write-atomically.ts';
import { dataSection } from './data-section.ts';
import { directionsSection } from './directions-section.ts';
import { energiesSection } from './energies-section.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';

const title = 'Normalizing flows, compared';

/** Writes `report.html` of a run: one file that needs no network and no script. */
export async function writeReport(out: string, results: Results): Promise<string> {
  const path = join(out, 'report.html');
  writeAtomically(path, (await reportPage(out, results)).text);
  return path;
}

async function reportPage(out: string, results: Results): Promise<Html> {
  const summaries = summarise(results);
  const sections: Html[] = [];
  for (const summary of summaries) sections.push(await dataSection(out, summary));
  const fits = summariseFits(results);
  const directions = directionsSection(summaries);
  if (directions !== undefined) sections.push(directions);
  if (fits.length > 0) sections.push(await energiesSection(out, fits));
  const links = [
    ...summaries.map(({ facts }) => html`<a href="#${facts.name}">${facts.name}</a>`),
    directions && html`<a href="#directions">one pass or sequential</a>`,
    fits.length > 0 && html`<a href="#energies">fitted to a density</a>`,
  ];
  return page({
    title,
    header: html`${introduction(results)}<nav aria-label="Sections">${links}</nav>`,
    main: sections,
    footer: html`Test NLL is the mean of −log p(x) over the test set, in nats an example; lower is better. Times are medians
on the machine above.`,
  });
}

function introduction({ began, machine, settings, trials }: Results): Html {
  const done = trials.filter(isFinished);
  const seconds = done.reduce((sum, { cost }) => sum + cost.trainSeconds, 0);
  const length = settings.steps ?? settings.epochs;
  const longer = length !== undefined && `, ${length} ${settings.steps === undefined ? 'epochs' : 'steps'} each`;
  const seeds = settings.seeds.length === 1 ? 'seed' : 'seeds';
  return html`<p>Profile <strong>${settings.profile}</strong> (${profiles[settings.profile].description})${longer},
${seeds} ${settings.seeds.join(', ')}.</p>
<p class="facts">${done.length} of ${trials.length} trials done, ${durationText(seconds)} of training ·
${new Date(began).toUTCString()} · ${machine.cpu}, ${machine.cores} cores · Node ${machine.node},
TensorFlow.js on ${machine.backend}</p>`;
}
