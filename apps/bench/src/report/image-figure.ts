import { type DensityModel, type NumericArray, rng } from '@flows/core';
import { type DataSet, takeRows } from '../data-set.ts';
import { type Html, html } from './html.ts';
import { ink, pictureOf } from './picture.ts';
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
  const side = Math.sqrt(data.dims);
  const highest = (data.levels ?? 2) - 1;
  const pictures = shown.map(([title, { data: values }]) => {
    const src = pictureOf(
      mosaic(values, side).map((value) => value / highest),
      columns * (side + 1) - 1,
      ink,
    );
    return html`<div class="column"><h4>${title}</h4><img class="pixels" src="${src}" alt="Images of ${title}"></div>`;
  });
  return html`<figure class="wide"><div class="columns">${pictures}</div>
<figcaption>${images} images of the test set, and as many samples of each model.</figcaption></figure>`;
}

/** Square images side by side with a pixel of paper between. */
function mosaic(values: ArrayLike<number>, side: number): Float64Array {
  const cell = side + 1;
  const width = columns * cell - 1;
  const rows = Math.ceil(images / columns);
  const pixels = new Float64Array(width * (rows * cell - 1));
  for (let i = 0; i < images * side * side; i++) {
    const image = Math.floor(i / (side * side));
    const x = (image % columns) * cell + (i % side);
    const y = Math.floor(image / columns) * cell + (Math.floor(i / side) % side);
    pixels[y * width + x] = values[i] as number;
  }
  return pixels;
}
