import { type DensityModel, type NumericArray, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { rowsOf } from '../data-set.ts';
import { type Html, html } from '../report/html.ts';
import { mosaic } from '../report/mosaic.ts';
import { samplesOf } from '../report/samples-of.ts';
import type { LabelledFold } from './labelled-folds.ts';
import { oneHot } from './one-hot.ts';

const columns = 10;

/** Samples of a model given each class, a row a class, beside rows of the test part of that class. */
export async function classFigure(data: LabelledFold, model: DensityModel): Promise<Html> {
  const { classes, levels } = data;
  const asked = Array.from({ length: classes * columns }, (_, i) => Math.floor(i / columns));
  const given = oneHot(asked, classes);
  const context = tf.tensor(given.data, [...given.shape]);
  const samples = await samplesOf(model, asked.length, { rng: rng('report'), context });
  context.dispose();
  const picture = (title: string, images: NumericArray) =>
    html`<div class="column"><h4>${title}</h4><img class="pixels" src="${mosaic(images, { columns, levels })}"
alt="${title}, a row a class"></div>`;
  return html`<figure class="wide"><div class="columns">${picture('Data', firstOfEach(data))}${picture(
    'MAF given the class',
    samples,
  )}</div>
<figcaption>A row a class, from 0 above to ${classes - 1} below: images of the test part, and samples of the model.</figcaption></figure>`;
}

/** The first images of each class in the test part, paper where there are too few. */
function firstOfEach({ test, labels, classes, dims }: LabelledFold): NumericArray {
  const data = new Float32Array(classes * columns * dims);
  const found = new Array<number>(classes).fill(0);
  for (let row = 0; row < rowsOf(test); row++) {
    const label = labels.test[row] as number;
    const at = found[label] as number;
    if (at === columns) continue;
    data.set(test.data.subarray(row * dims, (row + 1) * dims), (label * columns + at) * dims);
    found[label] = at + 1;
  }
  return { data, shape: [classes * columns, dims] };
}
