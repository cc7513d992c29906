import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import type * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { matVec } from './mat-vec.ts';
import { sylvesterSubstitution } from './sylvester-substitution.ts';
import { sylvesterTriangles } from './sylvester-triangles.ts';

test.each([
  [1, 1],
  [1, 6],
  [5, 1],
  [5, 6],
])('it finds h of v + R h(R̃ v + b): %d rows of triangles, %d elements', (rows, M) => {
  const draw = rng(M);
  const triangles = sylvesterTriangles(draw.normal([rows, M, M]), draw.normal([rows, M]), 1e-3);
  const b = draw.normal<tf.Rank.R2>([rows, M]);
  const v = draw.normal<tf.Rank.R2>([5, M]);
  const h = matVec(triangles.tilde, v).add(b).tanh() as tf.Tensor2D;
  const g = v.add(matVec(triangles.R, h)) as tf.Tensor2D;
  expectClose(sylvesterSubstitution(g, b, triangles, 1e-7), h, { tolerance: 1e-4 });
});
