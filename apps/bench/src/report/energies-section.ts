import { type Flow, nats, rng } from '@flows/core';
import { type EnergyName, energy } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';
import { logProbs } from '../evaluate.ts';
import { type Html, html } from './html.ts';
import { magma, pictureOf } from './picture.ts';
import { pixelCentres, type Window } from './window.ts';

const pixels = 160;
const samples = 4000;
const window: Window = { left: -5, bottom: -5, side: 10 };

/** A flow that was fitted to the density of an energy. */
export type FittedEnergy = { readonly name: EnergyName; readonly flow: Flow<tf.Tensor2D> };

/** Test energies of Rezende and Mohamed (2015): each density above that of a flow that was fitted to it, without data. */
export async function energiesSection(title: string, fitted: readonly FittedEnergy[]): Promise<Html> {
  const columns: Html[] = [];
  for (const one of fitted) columns.push(await column(title, one));
  return html`<section id="energies"><h2>Test energies</h2>
<p class="facts">${title} fitted to densities that are known up to their constant, by the reverse KL divergence, from
samples of its own.</p>
<figure class="wide"><div class="columns">${columns}</div>
<figcaption>The target above, the flow below, in the window [−5, 5] × [−5, 5]; one colour scale for both. KL(q ‖ p) in
nats, from ${samples.toLocaleString('en')} samples of the flow, with its standard error.</figcaption></figure></section>`;
}

async function column(title: string, { name, flow }: FittedEnergy): Promise<Html> {
  const centres = pixelCentres(window, pixels);
  const target = energy(name).logProb(centres).map(Math.exp);
  const ofFlow = (await logProbs((x) => flow.logProb(x as tf.Tensor2D), centres)).map(Math.exp);
  const brightest = target.reduce((most, p) => Math.max(most, p), 0);
  const picture = (density: Float64Array) =>
    pictureOf(
      density.map((p) => p / brightest),
      pixels,
      magma,
    );
  const { mean, standardError } = await reverseDivergence({ name, flow });
  return html`<div class="column"><h4>${name}</h4><img src="${picture(target)}" alt="Density of ${name}">
<img src="${picture(ofFlow)}" alt="Density of ${title} on ${name}">
<p>${mean.toFixed(3)} ± ${standardError.toFixed(3)}</p></div>`;
}

/** KL(q ‖ p) = E_q[log q(x) - log p(x)], and the standard error of this estimate. */
async function reverseDivergence({ name, flow }: FittedEnergy) {
  const { logDensity, logNormalizer } = energy(name);
  const logRatio = tf.tidy(() => {
    const { x, logProb } = flow.sampleWithLogProb(samples, { rng: rng('report') });
    return logDensity(x).sub(logNormalizer).sub(logProb) as tf.Tensor1D;
  });
  const values = await logRatio.data();
  logRatio.dispose();
  return nats(values as Float32Array);
}
