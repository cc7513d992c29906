import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { sylvesterTriangles } from './sylvester-triangles.ts';

test('the upper half of A is in R, its lower half in R̃, and both diagonals are bounded', () => {
  const A = tf.tensor3d([
    [
      [0.5, 2, 3],
      [4, -1, 6],
      [7, 8, 0],
    ],
  ]);
  const d = tf.tensor2d([[1, 2, -3]]);
  const { R, tilde, diagonal, tildeDiagonal, s } = sylvesterTriangles(A, d, 0.19);
  const [r, rTilde] = [[0.5, -1, 0].map((x) => 0.9 * Math.tanh(x)), [1, 2, -3].map((x) => 0.9 * Math.tanh(x))] as [
    number[],
    number[],
  ];
  const triangle = (diagonal: number[], above: number[]) =>
    tf.tensor3d([
      [
        [diagonal[0], above[0], above[1]],
        [0, diagonal[1], above[2]],
        [0, 0, diagonal[2]],
      ] as number[][],
    ]);
  expectClose(R, triangle(r, [2, 3, 6]), { tolerance: 1e-6 });
  expectClose(tilde, triangle(rTilde, [4, 7, 8]), { tolerance: 1e-6 });
  expectClose(diagonal, tf.tensor2d([r]), { tolerance: 1e-6 });
  expectClose(tildeDiagonal, tf.tensor2d([rTilde]), { tolerance: 1e-6 });
  expectClose(s, tf.tensor2d([r.map((x, i) => 1 + x * (rTilde[i] as number))]), { tolerance: 1e-6 });
});

test('the slope has its floor where tanh rounds to 1', () => {
  const { s } = sylvesterTriangles(tf.tensor3d([[[100]]]), tf.tensor2d([[-100]]), 1e-3);
  expect(s.dataSync()[0]).toBeCloseTo(1e-3, 6);
});
