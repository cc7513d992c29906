import { existsSync } from 'node:fs';
import { Flow, rng } from '@flows/core';
import { type EnergyName, energy } from '@flows/datasets';
import { durationText } from '../duration-text.ts';
import type { EnergyFit, FitSummary } from '../fit-summary.ts';
import { loadModel } from '../load-model.ts';
import { logProbs } from '../log-probs.ts';
import { modelPath } from '../model-path.ts';
import { modelEntry } from '../models.ts';
import { divergenceSamples } from '../reverse-divergence.ts';
import { dots } from './dots.ts';
import { type Html, html } from './html.ts';
import { magma, pictureOf } from './picture.ts';
import { samplesOf } from './samples-of.ts';
import { pixelCentres, type Window } from './window.ts';

const pixels = 160;
const samples = 8000;
const window: Window = { left: -5, bottom: -5, side: 10 };

/** The test energies of Rezende and Mohamed (2015), beside the flows that were fitted to them without data. */
export async function energiesSection(out: string, summaries: readonly FitSummary[]): Promise<Html> {
  const energies = summaries[0]?.fits.map(({ energy }) => energy) ?? [];
  const columns: Html[] = [];
  for (const name of energies) columns.push(await column(out, name, summaries));
  return html`<section id="energies"><h2>Fitted to a density</h2>
<p class="facts">Flows q fitted to the test energies of Rezende and Mohamed (2015, table 1), densities p = p̃ / Z of which
p̃ alone is used, by the reverse divergence KL(q ‖ p) = E<sub>q</sub>[log q − log p̃] + ln Z, from samples of q and
without data.</p>
${divergencesTable(energies, summaries)}
<h3>Densities and samples</h3>
<figure class="wide"><div class="columns">${columns}</div>
<figcaption>The target, then the density and ${samples.toLocaleString('en')} samples of each flow, in the window
[−5, 5] × [−5, 5]; one colour scale for all densities of an energy.</figcaption></figure></section>`;
}

function divergencesTable(energies: readonly EnergyName[], summaries: readonly FitSummary[]): Html {
  const heads = energies.map((name) => html`<th scope="col">${name}<small>nats</small></th>`);
  const rows = summaries.map(
    ({ model, fits, trainSeconds }) =>
      html`<tr><th scope="row">${modelEntry(model).title}</th>${fits.map(divergenceCell)}<td>${durationText(trainSeconds)}</td></tr>\n`,
  );
  return html`<div class="scroll"><table><caption>KL(q ‖ p), 0 where the flow is the target, from
${divergenceSamples.toLocaleString('en')} samples of the flow, ± standard error.</caption>
<thead><tr><th scope="col">Flow</th>${heads}<th scope="col">Training</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function divergenceCell({ divergence, failures }: EnergyFit): Html {
  if (divergence === undefined) {
    return failures.length > 0 ? html`<td class="failure">failed: ${failures.join('; ')}</td>` : html`<td>–</td>`;
  }
  const mean = divergence.mean.toFixed(3).replace('-', '−');
  return html`<td>${mean} <small>± ${divergence.standardError.toFixed(3)}</small></td>`;
}

/** One energy above the flows whose files are in the run's folder. */
async function column(out: string, name: EnergyName, summaries: readonly FitSummary[]): Promise<Html> {
  const target = energy(name).logProb(pixelCentres(window, pixels)).map(Math.exp);
  const brightest = target.reduce((most, p) => Math.max(most, p), 0);
  const pictures: Html[] = [];
  for (const { model, fits } of summaries) {
    const trial = fits.find((fit) => fit.energy === name)?.fitted[0];
    if (trial === undefined || !existsSync(modelPath(out, trial))) continue;
    const flow = await loadModel(modelPath(out, trial));
    if (flow instanceof Flow)
      pictures.push(await flowPictures(flow, { name, brightest, title: modelEntry(model).title }));
    flow.dispose();
  }
  return html`<div class="column"><h4>${name}</h4>${densityPicture(target, brightest, name)}${pictures}</div>`;
}

async function flowPictures(
  flow: Flow,
  { name, title, brightest }: { name: EnergyName; title: string; brightest: number },
): Promise<Html> {
  const density = (await logProbs((x) => flow.logProb(x), pixelCentres(window, pixels))).map(Math.exp);
  const points = dots(await samplesOf(flow, samples, { rng: rng('report') }), window, pixels);
  return html`<h4>${title}</h4>${densityPicture(density, brightest, `${title} on ${name}`)}<img
src="${pictureOf(points, pixels, magma)}" alt="Samples of ${title} on ${name}">`;
}

function densityPicture(density: Float64Array, brightest: number, of: string): Html {
  const shades = density.map((p) => p / brightest);
  return html`<img src="${pictureOf(shades, pixels, magma)}" alt="Density of ${of}">`;
}
