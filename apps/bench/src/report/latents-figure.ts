import {
  alongDirection,
  attributeDirection,
  type DensityModel,
  Dequantized,
  Flow,
  interpolate,
  type LatentModel,
  type NumericArray,
} from '@flows/core';
import { Vae } from '@flows/vae-flow';
import * as tf from '@tensorflow/tfjs';
import type { DataSet } from '../data-set.ts';
import { batchOf } from './batch-of.ts';
import { type Html, html } from './html.ts';
import { imagePairs } from './image-pairs.ts';
import { mosaic } from './mosaic.ts';

type WithLatent = DensityModel & LatentModel;

const mostFlows = 2;
const points = 8;
const strengths = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];

/**
 * Images of the test set on their way to others through the latent space of the first flows and of the first autoencoder,
 * and, where the classes are known, along the direction to another class; undefined where no model has a latent.
 *
 * @param models with their titles, the best first.
 */
export async function latentsFigure(
  data: DataSet,
  models: readonly (readonly [title: string, model: DensityModel])[],
): Promise<Html | undefined> {
  const latent = models.filter((titled): titled is readonly [string, WithLatent] => hasLatent(titled[1]));
  const isVae = ([, model]: readonly [string, WithLatent]) => model instanceof Vae;
  const shown = [...latent.filter((titled) => !isVae(titled)).slice(0, mostFlows), ...latent.filter(isVae).slice(0, 1)];
  const pairs = imagePairs(data);
  if (shown.length === 0 || pairs.length === 0) return undefined;
  const figures: Html[] = [];
  for (const [title, model] of shown) figures.push(await figureOf(data, title, model));
  const known = pairs.flatMap(({ classes }) => (classes === undefined ? [] : [classes.join(' to ')]));
  const directions =
    known.length > 0 &&
    ` On the right the first of the two, moved along the mean latent of the other class less that of its own, by
strengths from −1 to 1; in the middle, at 0, the image itself, or what an autoencoder makes of it.`;
  return html`<h3>In latent space</h3>${figures}<p class="facts">On the left the way from one image of the test set to
another${known.length > 0 && html`, of the classes ${known.join(', ')}`}, straight from latent to latent.${directions}</p>`;
}

/** Whether a model's latent is noise of independent elements, and not the data behind a logit, say. */
function hasLatent(model: DensityModel): model is WithLatent {
  if (model instanceof Vae) return model.parts.prior.independent === true;
  const whole = model instanceof Dequantized ? model.parts.model : model;
  return whole instanceof Flow && whole.base.independent === true;
}

async function figureOf(data: DataSet, title: string, model: WithLatent): Promise<Html> {
  const pairs = imagePairs(data);
  const oneOf = (row: number) => batchOf(data.test, [row], model);
  const ways = () => pairs.map(({ from, to }) => interpolate(model, oneOf(from), oneOf(to), { points }));
  const moved = () =>
    pairs.flatMap(({ from, examples }) => {
      if (examples === undefined) return [];
      const [own, other] = examples.map((rows) => batchOf(data.train, rows, model)) as [tf.Tensor, tf.Tensor];
      return [alongDirection(model, oneOf(from), attributeDirection(model, other, own), strengths)];
    });
  const between = await picture(data, ways, { columns: points, alt: `${title}: between images` });
  const along = await picture(data, moved, { columns: strengths.length, alt: `${title}: along directions of classes` });
  return html`<figure class="wide"><h4>${title}</h4><div class="columns latents">${between}${along}</div></figure>`;
}

/** Rows of images, as many in each as there are columns; nothing where there are none. */
async function picture(
  { levels = 2, imageShape }: DataSet,
  images: () => tf.Tensor[],
  { columns, alt }: { columns: number; alt: string },
): Promise<Html | undefined> {
  const all = tf.tidy(() => {
    const rows = images();
    return rows.length > 0 ? tf.concat(rows) : undefined;
  });
  if (all === undefined) return undefined;
  const shown: NumericArray = { data: (await all.data()) as Float32Array, shape: all.shape };
  all.dispose();
  const src = mosaic(shown, { columns, levels, shape: imageShape });
  return html`<div class="column"><img class="pixels" src="${src}" alt="${alt}"></div>`;
}
