import { expect, test } from 'vitest';
import { endedBySilence, samplesOfRows, soundRows } from './sound-rows.ts';

const { rows, soundOf } = soundRows([[1, 2, 3, 4, 5], [6], [7, 8, 9]], 2);

test('what is longer than a row goes on in further rows, after the beginnings of all, and NaN ends a sound', () => {
  expect(rows.shape).toEqual([6, 2]);
  expect([...rows.data]).toEqual([1, 2, 6, NaN, 7, 8, 3, 4, 9, NaN, 5, NaN]);
  expect(soundOf).toEqual([0, 1, 2, 0, 2, 0]);
});

test('samples are those that are there', () => {
  expect([...samplesOfRows(rows)]).toEqual([2, 1, 2, 2, 1, 1]);
});

test('silence takes the place of the end of a sound', () => {
  expect([...endedBySilence(rows, 128).data]).toEqual([1, 2, 6, 128, 7, 8, 3, 4, 9, 128, 5, 128]);
});
