import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type SylvesterFormOptions, sylvesterForm } from './sylvester-form.ts';

test('what is not given is half as many columns, thirty iterations, eight reflections or as many as dims, and no reversal', () => {
  const configOf = (options: SylvesterFormOptions) => sylvesterForm(5, options).config;
  expect(configOf({ form: 'orthogonal' })).toEqual({ form: 'orthogonal', columns: 3, iterations: 30 });
  expect(configOf({ form: 'householder' })).toEqual({ form: 'householder', reflections: 5 });
  expect(configOf({ form: 'triangular' })).toEqual({ form: 'triangular', reversed: false });
});

const forms: SylvesterFormOptions[] = [
  { form: 'orthogonal', columns: 3 },
  { form: 'householder', reflections: 2 },
  { form: 'triangular' },
  { form: 'triangular', reversed: true },
];

test.each(forms)('the columns are orthonormal, of one row of numbers or of many: %o', (options) => {
  const form = sylvesterForm(5, options);
  for (const rows of [1, 4]) {
    const { apply, transposed } = form.columnsOf(form.count > 0 ? rng(0).normal([rows, form.count]) : undefined);
    const y = rng(1).normal<tf.Rank.R2>([4, form.columns]);
    expect(apply(y).shape).toEqual([4, 5]);
    expectClose(transposed(apply(y)), y, { tolerance: 1e-5 });
  }
});

test('the reversing permutation reverses', () => {
  const { apply } = sylvesterForm(3, { form: 'triangular', reversed: true }).columnsOf();
  expectClose(apply(tf.tensor2d([[1, 2, 3]])), tf.tensor2d([[3, 2, 1]]), { tolerance: 0 });
});

test.each([
  [{ form: 'qr' }, 'expected form to be orthogonal, householder or triangular, got "qr"'],
  [{}, 'expected form to be orthogonal, householder or triangular, got undefined'],
  [{ form: 'orthogonal', columns: 4 }, 'expected columns to be at most dims, 3, got 4'],
  [{ form: 'orthogonal', columns: 0 }, 'expected columns'],
  [{ form: 'orthogonal', iterations: 0 }, 'expected iterations'],
  [{ form: 'orthogonal', iterations: 1e6 }, 'expected iterations'],
  [{ form: 'householder', reflections: 1.5 }, 'expected reflections'],
  [{ form: 'triangular', reversed: 1 }, 'expected reversed to be true or false, got 1'],
])('what is no form is refused: %o', (options, message) => {
  expect(() => sylvesterForm(3, options as SylvesterFormOptions)).toThrow(message);
});
