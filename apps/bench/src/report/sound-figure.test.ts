import { type DensityModel, standardNormal } from '@flows/core';
import { readWav } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { DataSet } from '../data-set.ts';
import { soundFigure } from './sound-figure.ts';

const rows = { data: Float32Array.of(0, 255, NaN, 128, 128, 200, 255, NaN, NaN), shape: [3, 3] };
const data = {
  name: 'sounds',
  kind: 'sound',
  dims: 3,
  levels: 256,
  sound: { sampleRate: 8000, silence: 128 },
  test: rows,
  labels: { train: Uint8Array.of(), test: Uint8Array.of(1, 0, 1) },
  classes: 2,
} as unknown as DataSet;

/** Sounds whose level is the class that it is told, or 0. */
const echo: DensityModel = {
  ...(standardNormal({ eventShape: [3] }) as DensityModel),
  sample: (count, { context }) =>
    tf.tidy(() => (context ? context.argMax(1).toFloat().expandDims(1).tile([1, 3]) : tf.zeros([count, 3]))),
};

const heard = (text: string) =>
  [...parseHTML(text).document.querySelectorAll('audio')].map((audio) => {
    const [head, base64] = (audio.getAttribute('src') ?? '').split(',');
    expect(head).toBe('data:audio/wav;base64');
    const { channels, sampleRate } = readWav({ name: 'x', bytes: Buffer.from(base64 as string, 'base64') });
    expect(sampleRate).toBe(8000);
    return { label: audio.getAttribute('aria-label'), samples: channels[0] as Float32Array };
  });

test('a recording of each class is to be heard, without what comes after its end, and a sample of each, and nothing leaks', async () => {
  const before = tf.memory().numTensors;
  const { text } = await soundFigure(data, [
    { title: 'Told', model: echo, toldClass: true },
    { title: 'Not told', model: echo, toldClass: false },
  ]);
  expect(tf.memory().numTensors).toBe(before);
  const sounds = heard(text);
  const labels = ['Test set 0', 'Test set 1', 'Told 0', 'Told 1', 'Not told 1', 'Not told 2'];
  expect(sounds.map(({ label }) => label)).toEqual(labels);
  expect(sounds.map(({ samples }) => samples.length)).toEqual([3, 2, 3, 3, 3, 3]);
  // Levels 0 and 255 are -1 and 1, the loudest of their set.
  for (const [i, x] of [-0.98, 0.98].entries()) expect(sounds[1]?.samples[i]).toBeCloseTo(x, 3);
  expect(text.match(/<svg class="waveform"/g)).toHaveLength(6);
});

test('where no classes are known the first recordings stand beside samples that are told none', async () => {
  const { labels: _, classes: __, ...unlabelled } = data;
  const { text } = await soundFigure(unlabelled as DataSet, [{ title: 'Any', model: echo, toldClass: true }]);
  expect(heard(text).map(({ label }) => label)).toEqual([
    ...[1, 2, 3].map((i) => `Test set ${i}`),
    ...[1, 2, 3].map((i) => `Any ${i}`),
  ]);
  expect(text).not.toContain('class,');
});
