import type { DensityModel, NumericArray } from '@flows/core';
import { Vae } from '@flows/vae-flow';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, rowsOf, takeRows } from '../data-set.ts';
import { batchOf } from './batch-of.ts';
import { type Html, html } from './html.ts';
import { mosaic } from './mosaic.ts';

const mostImages = 16;

/**
 * Images of the test set, and under each what every autoencoder makes of it, decode(encode(x)); undefined where no model is
 * an autoencoder.
 */
export async function reconstructionsFigure(
  data: DataSet,
  models: readonly (readonly [title: string, model: DensityModel])[],
): Promise<Html | undefined> {
  const images = Math.min(mostImages, rowsOf(data.test));
  const strips = [strip(data, 'Test set', takeRows(data.test, 0, images))];
  for (const [title, model] of models) {
    if (model instanceof Vae) strips.push(strip(data, title, await reconstructed(data, model, images)));
  }
  if (strips.length === 1) return undefined;
  return html`<h3>Reconstructions</h3><figure class="wide"><div class="strips">${strips}</div>
<figcaption>${images} images of the test set, and under each the most probable image given its latent, which is that of
the middle of the posterior’s noise.</figcaption></figure>`;
}

async function reconstructed({ test }: DataSet, model: Vae, images: number): Promise<NumericArray> {
  const x = tf.tidy(() => {
    const rows = Array.from({ length: images }, (_, row) => row);
    return model.decode(model.encode(batchOf(test, rows, model)));
  });
  const data = (await x.data()) as Float32Array;
  x.dispose();
  return { data, shape: x.shape };
}

function strip({ levels = 2, imageShape }: DataSet, title: string, images: NumericArray): Html {
  const src = mosaic(images, { columns: rowsOf(images), levels, shape: imageShape });
  return html`<h4>${title}</h4><img class="pixels" src="${src}" alt="${title}: ${rowsOf(images)} images">`;
}
