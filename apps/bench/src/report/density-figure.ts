import { type DensityModel, type NumericArray, rng } from '@flows/core';
import { type ToyName, toy, toys } from '@flows/datasets';
import { type DataSet, takeRows } from '../data-set.ts';
import { logProbs } from '../log-probs.ts';
import { dots } from './dots.ts';
import { type Html, html } from './html.ts';
import { magma, pictureOf } from './picture.ts';
import { samplesOf } from './samples-of.ts';
import { pixelCentres, pixelsOf, type Window, windowOn } from './window.ts';

const pixels = 160;
const samples = 8000;
const countedPoints = 2_000_000;

/** Models of the plane and their titles, the density of each over its samples, beside the truth. */
export async function densityFigure(
  data: DataSet,
  models: readonly (readonly [title: string, model: DensityModel])[],
): Promise<Html> {
  const window = windowOn([data.test]);
  const centres = pixelCentres(window, pixels);
  const truth = trueDensity(data, window, centres);
  const densities = [truth];
  for (const [, model] of models) densities.push((await logProbs((x) => model.logProb(x), centres)).map(Math.exp));
  const brightest = quantile(truth ?? (densities[1] as Float64Array), 0.995);
  const points = [takeRows(data.test, 0, samples)];
  for (const [, model] of models) points.push(await samplesOf(model, samples, { rng: rng('report') }));
  const columns = ['Truth', ...models.map(([title]) => title)].map((title, i) => {
    const density = densities[i]?.map((p) => p / brightest);
    return html`<div class="column"><h4>${title}</h4>${
      density && html`<img src="${pictureOf(density, pixels, magma)}" alt="Density of ${title} on ${data.name}">`
    }<img src="${pictureOf(dots(points[i] as NumericArray, window, pixels), pixels, magma)}" alt="Samples of ${title} on ${data.name}"></div>`;
  });
  return html`<figure class="wide"><div class="columns">${columns}</div>
<figcaption>Density above, ${samples.toLocaleString('en')} samples below, in the window
[${window.left.toFixed(1)}, ${(window.left + window.side).toFixed(1)}] × [${window.bottom.toFixed(1)}, ${(window.bottom + window.side).toFixed(1)}];
one colour scale for all densities.</figcaption></figure>`;
}

/** The true density at the centres: in closed form where it is known, otherwise by counting points in the pixels. */
function trueDensity({ name, kind }: DataSet, window: Window, centres: NumericArray): Float64Array | undefined {
  if (kind !== 'toy' || !Object.hasOwn(toys, name)) return undefined;
  const { sample, logProb } = toy(name as ToyName);
  if (logProb !== undefined) return logProb(centres).map(Math.exp);
  const counts = new Float64Array(pixels * pixels);
  for (const pixel of pixelsOf(sample(countedPoints, rng('truth')), window, pixels)) {
    if (pixel >= 0) counts[pixel] = (counts[pixel] as number) + 1;
  }
  const expected = countedPoints * (window.side / pixels) ** 2;
  return counts.map((count) => count / expected);
}

const quantile = (values: Float64Array, fraction: number): number =>
  Float64Array.from(values).sort()[Math.floor(fraction * (values.length - 1))] as number;
