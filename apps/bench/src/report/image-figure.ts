import { type DensityModel, type NumericArray, rng } from '@flows/core';
import { Vae } from '@flows/vae-flow';
import { type DataSet, takeRows } from '../data-set.ts';
import { type Html, html } from './html.ts';
import { mosaic } from './mosaic.ts';
import { samplesOf } from './samples-of.ts';

type Titled = readonly [title: string, model: DensityModel];

const columns = 6;
const images = 36;

const temperatures = [0.5, 0.7, 0.9, 1];
const columnsAtEach = 4;
const imagesAtEach = 16;

/** Some of the data, and samples of each model of images: of those that map noise to images, at several temperatures. */
export async function imageFigure(data: DataSet, models: readonly Titled[]): Promise<Html> {
  const discrete = models.filter(([, model]) => !mapsNoise(model));
  const beside = [column(data, { title: 'Data', images: takeRows(data.test, 0, images), columns })];
  for (const [title, model] of discrete) {
    beside.push(column(data, { title, images: await samplesOf(model, images, { rng: rng('report') }), columns }));
  }
  const rows: Html[] = [];
  for (const [title, model] of models) if (mapsNoise(model)) rows.push(await atTemperatures(data, title, model));
  const ofVaes =
    models.some(([, model]) => model instanceof Vae) &&
    ' Those of an autoencoder are of its latent and of the levels given it.';
  const told = discrete.length > 0 ? ', and as many samples of each model of discrete data' : '';
  return html`<figure class="wide"><div class="columns images">${beside}</div>
<figcaption>${images} images of the test set${told}.</figcaption></figure>
${
  rows.length > 0 &&
  html`${rows}<p class="facts">Samples at temperatures τ, by which the noise that becomes an image is
multiplied: the same noise at each, ${imagesAtEach} images.${ofVaes}</p>`
}`;
}

/** Whether a model's samples are images of noise in a latent space, rather than drawn pixel by pixel. */
const mapsNoise = (model: DensityModel): boolean => 'encode' in model && 'decode' in model;

async function atTemperatures(data: DataSet, title: string, model: DensityModel): Promise<Html> {
  const beside: Html[] = [];
  for (const temperature of temperatures) {
    const images = await samplesOf(model, imagesAtEach, { rng: rng('report'), temperature });
    beside.push(column(data, { title: `τ = ${temperature}`, of: title, images, columns: columnsAtEach }));
  }
  return html`<figure class="wide"><h4>${title}</h4><div class="columns images">${beside}</div></figure>`;
}

function column(
  { levels = 2, imageShape }: DataSet,
  { title, of, images, columns }: { title: string; of?: string; images: NumericArray; columns: number },
): Html {
  const src = mosaic(images, { columns, levels, shape: imageShape });
  const alt = of === undefined ? `Images of ${title}` : `Images of ${of} at ${title}`;
  return html`<div class="column"><h4>${title}</h4><img class="pixels" src="${src}" alt="${alt}"></div>`;
}
