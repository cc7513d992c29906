import { ShapeError } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { requireSoundContext } from './require-sound-context.ts';

const sounds = { rows: 2, length: 5 };
const refused = (context: tf.Tensor | undefined, width?: number) =>
  expect(() => requireSoundContext('net', sounds, context, width));

test.each([[[2, 3]], [[1, 3]], [[2, 1, 5, 3]], [[1, 1, 5, 3]]])('contexts of shape %j are taken', (shape) => {
  refused(tf.zeros(shape), 3).not.toThrow();
});

test('none is taken where none is wanted, and no other', () => {
  refused(undefined).not.toThrow();
  refused(tf.zeros([2, 3])).toThrow('net: expected no context, got [2, 3]');
  refused(undefined, 3).toThrow(ShapeError);
});

test('errors show a series as sounds have it', () => {
  refused(tf.zeros([2, 1, 6, 3]), 3).toThrow(
    'net: expected context of shape [1 or batch, 3] or [1 or batch, 5, 3], batch 2, got [2, 6, 3]',
  );
  refused(tf.zeros([2, 5, 1, 3]), 3).toThrow('got [2, 5, 1, 3]');
});
