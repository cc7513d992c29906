import { existsSync } from 'node:fs';
import { type DensityModel, Flow } from '@flows/core';
import type { DataSet } from '../data-set.ts';
import { loadData } from '../data-sets.ts';
import { loadModel } from '../load-model.ts';
import { modelPath } from '../model-path.ts';
import { modelEntry } from '../models.ts';
import type { DataFacts, DoneTrial } from '../results.ts';
import type { Summary } from '../summary.ts';
import { densityFigure } from './density-figure.ts';
import { type Html, html } from './html.ts';
import { imageFigure } from './image-figure.ts';
import { latentsFigure } from './latents-figure.ts';
import { learningCurves } from './learning-curves.ts';
import { pairedDifferences } from './paired-differences.ts';
import { pathFigure } from './path-figure.ts';
import { reconstructionsFigure } from './reconstructions-figure.ts';
import { resultsTable } from './results-table.ts';
import { soundFigure } from './sound-figure.ts';

type Titled = readonly [title: string, model: DensityModel];

/** All that the report says of one data set. */
export async function dataSection(out: string, summary: Summary): Promise<Html> {
  const { facts } = summary;
  const curves = learningCurves(summary);
  return html`<section id="${facts.name}"><h2>${facts.title}</h2><p class="facts">${factsText(facts)}</p>
${resultsTable(summary)}
${pairedDifferences(out, summary)}
${await pictures(out, summary)}
${curves && html`<h3>Learning curves</h3>${curves}`}
</section>`;
}

function factsText({ dims, rows, levels, lambda, sound }: DataFacts): string {
  const count = (rows: number | undefined) => (rows ?? 0).toLocaleString('en');
  const validation = rows.validation === undefined ? '' : `${count(rows.validation)} to validate, `;
  const logit = lambda === undefined ? '' : `logit with λ = ${lambda} · `;
  const values = levels === undefined ? '' : `whole numbers of ${levels} levels · ${logit}`;
  const size = sound ? `${dims} samples, ${sound.sampleRate} a second` : `${dims} dimensions`;
  return `${size} · ${values}${count(rows.train)} rows to train, ${validation}${count(rows.test)} to test`;
}

/** What can be seen of the models whose files are in the run's folder. */
async function pictures(out: string, { facts, rows }: Summary): Promise<Html | undefined> {
  const saved = rows.flatMap(({ done }) => done.slice(0, 1)).filter((trial) => existsSync(modelPath(out, trial)));
  const [first] = saved;
  const { kind } = facts;
  if ((facts.dims !== 2 && kind !== 'image' && kind !== 'sound') || first === undefined) return undefined;
  const data = await loadData(facts.data, first.config);
  const models: Titled[] = [];
  for (const trial of saved) models.push([modelEntry(trial.model).title, await loadModel(modelPath(out, trial))]);
  const shown = await (kind === 'sound'
    ? ofSounds(data, models, saved)
    : kind === 'image'
      ? ofImages(data, models, saved)
      : ofPlane(data, models));
  for (const [, model] of models) model.dispose();
  return shown;
}

async function ofImages(data: DataSet, models: readonly Titled[], trials: readonly DoneTrial[]): Promise<Html> {
  const nll = (i: number) => trials[i]?.metrics.testNll ?? Infinity;
  const best = models.map((_, i) => i).sort((a, b) => nll(a) - nll(b));
  return html`<h3>Samples</h3>${await imageFigure(data, models)}
${await reconstructionsFigure(data, models)}
${await latentsFigure(
  data,
  best.map((i) => models[i] as Titled),
)}`;
}

async function ofSounds(data: DataSet, models: readonly Titled[], trials: readonly DoneTrial[]): Promise<Html> {
  const sounding = models.map(([title, model], i) => {
    const { toldClass = false } = modelEntry(trials[i]?.model ?? '');
    return { title, model, toldClass };
  });
  return html`<h3>Recordings and samples</h3>${await soundFigure(data, sounding)}`;
}

const ofPlane = async (data: DataSet, models: readonly Titled[]): Promise<Html> =>
  html`<h3>Densities and samples</h3>${await densityFigure(data, models)}${await paths(models)}`;

async function paths(models: readonly Titled[]): Promise<Html> {
  const figures: Html[] = [];
  for (const [title, model] of models) if (model instanceof Flow) figures.push(await pathFigure(title, model));
  return html`<h3>From base to data</h3>
<p class="facts">Samples on their way through each flow, z<sub>0</sub> to z<sub>K</sub> = x; a point is the brighter the
higher its log p<sub>i</sub>(z<sub>i</sub>) ranks at its stage.</p>${figures}`;
}
