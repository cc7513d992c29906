import { muLaw } from '@flows/autoregressive';
import { type DensityModel, type NumericArray, rng } from '@flows/core';
import { writeWav } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';
import { oneHot } from '../classes/one-hot.ts';
import { type DataSet, rowsOf, takeRows } from '../data-set.ts';
import { type Html, html } from './html.ts';
import { samplesOf } from './samples-of.ts';
import { waveform } from './waveform.ts';

/** A model, and whether it is told the class of what it is to draw. */
export type SoundModel = { title: string; model: DensityModel; toldClass: boolean };

type Sounds = { title: string; rows: NumericArray; names: readonly string[] };

const mostSounds = 10;

/**
 * Recordings of the test set, one of each class where classes are known, and as many samples of each model, of those classes
 * where it is told them: to hear, and their waveforms, all of a set as loud as each other.
 */
export async function soundFigure(data: DataSet, models: readonly SoundModel[]): Promise<Html> {
  const { classes = 0, labels, test } = data;
  const known = labels ? Array.from({ length: Math.min(mostSounds, classes) }, (_, label) => label) : undefined;
  const places = known?.map((label) => labels?.test.indexOf(label) ?? -1).filter((place) => place >= 0);
  const shown = places ?? Array.from({ length: Math.min(mostSounds, rowsOf(test)) }, (_, row) => row);
  const named = shown.map((place) => (labels ? String(labels.test[place]) : ''));
  const recorded = { title: 'Test set', rows: gathered(test, shown), names: named };
  const sets: Html[] = [soundsOf(data, recorded)];
  for (const { title, model, toldClass } of models) {
    const asked = toldClass && labels ? shown.map((place) => labels.test[place] as number) : undefined;
    const context = asked && contextOf(asked, classes);
    const rows = await samplesOf(model, shown.length, { rng: rng('report'), context });
    context?.dispose();
    sets.push(soundsOf(data, { title, rows, names: asked?.map(String) ?? [] }));
  }
  const told = labels ? ', one of each class, whose name stands over it,' : '';
  return html`${sets}<p class="facts">${shown.length} recordings of the test set${told} and as many samples of each model${
    models.some(({ toldClass }) => toldClass) && labels ? ', of the same classes where it is told them' : ''
  }. Times in a set are on one scale.</p>`;
}

function contextOf(labels: readonly number[], classes: number): tf.Tensor2D {
  const { data, shape } = oneHot(labels, classes);
  return tf.tensor2d(data as Float32Array, shape as [number, number]);
}

/** Rows of an array, by their numbers. */
function gathered(array: NumericArray, rows: readonly number[]): NumericArray {
  const taken = rows.map((row) => Float32Array.from(takeRows(array, row, row + 1).data));
  const [first = new Float32Array(0)] = taken;
  const data = new Float32Array(taken.length * first.length);
  for (const [i, row] of taken.entries()) data.set(row, i * first.length);
  return { data, shape: [rows.length, ...array.shape.slice(1)] };
}

function soundsOf({ levels = 256, sound }: DataSet, { title, rows, names }: Sounds): Html {
  const { decode } = muLaw({ levels });
  const sampleRate = sound?.sampleRate ?? 8000;
  const sounds = Array.from({ length: rowsOf(rows) }, (_, row) => decode(presentOf(takeRows(rows, row, row + 1).data)));
  const loudest = sounds.flatMap((samples) => Array.from(samples, Math.abs)).reduce((a, b) => Math.max(a, b), 0);
  const longest = Math.max(...sounds.map(({ length }) => length));
  const columns = sounds.map((samples, i) => {
    const scaled = samples.map((sample) => (loudest > 0 ? (0.98 * sample) / loudest : 0));
    const [name = '', src] = [names[i], uriOf(scaled, sampleRate)];
    return html`<div class="column">${name !== '' && html`<h4>${name}</h4>`}${waveform(scaled, { of: longest })}
<audio controls preload="metadata" src="${src}" aria-label="${`${title} ${name || i + 1}`}"></audio></div>`;
  });
  return html`<figure class="wide"><h4>${title}</h4><div class="columns sounds">${columns}</div></figure>`;
}

/** The samples before the end of a row, which is NaN. */
function presentOf(levels: NumericArray['data']): Float32Array {
  const values = Float32Array.from(levels);
  const end = values.findIndex(Number.isNaN);
  return end < 0 ? values : values.subarray(0, end);
}

const uriOf = (samples: Float32Array, sampleRate: number): string =>
  `data:audio/wav;base64,${Buffer.from(writeWav({ samples, sampleRate })).toString('base64')}`;
