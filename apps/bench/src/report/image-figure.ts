import { type DensityModel, type NumericArray, rng } from '@flows/core';
import { type DataSet, takeRows } from '../data-set.ts';
import { type Html, html } from './html.ts';
import { mosaic } from './mosaic.ts';
import { samplesOf } from './samples-of.ts';

const columns = 6;
const images = 36;

/** Samples of each model of square images, beside some of the data. */
export async function imageFigure(
  data: DataSet,
  models: readonly (readonly [title: string, model: DensityModel])[],
): Promise<Html> {
  const shown: [title: string, images: NumericArray][] = [['Data', takeRows(data.test, 0, images)]];
  for (const [title, model] of models) shown.push([title, await samplesOf(model, images, rng('report'))]);
  const pictures = shown.map(([title, images]) => {
    const src = mosaic(images, { columns, levels: data.levels ?? 2 });
    return html`<div class="column"><h4>${title}</h4><img class="pixels" src="${src}" alt="Images of ${title}"></div>`;
  });
  return html`<figure class="wide"><div class="columns">${pictures}</div>
<figcaption>${images} images of the test set, and as many samples of each model.</figcaption></figure>`;
}
