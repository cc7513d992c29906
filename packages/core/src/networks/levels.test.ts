import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { stateless } from '../trainable.ts';
import type { LinearLayer } from './dense.ts';
import { topLevel } from './levels.ts';

/** x ↦ factor · x */
const scaled = (factor: number): LinearLayer => ({
  ...stateless({ kind: 'scaled' }),
  apply: (x) => x.mul(factor) as tf.Tensor2D,
});

test('a level is the sum of its terms, of the context, and of the level it adds; φ leaves x as it is', () => {
  const levels = [
    { width: 1, terms: [{ from: 0, layer: scaled(2) }], context: scaled(10) },
    { width: 1, terms: [{ from: 1, layer: scaled(3) }], skip: 1 },
    {
      width: 2,
      terms: [
        { from: 2, layer: scaled(1) },
        { from: 0, layer: scaled(100) },
      ],
    },
  ];
  const square = (h: tf.Tensor2D) => h.square() as tf.Tensor2D;
  const [top] = tf.tidy(() => topLevel(levels, tf.tensor2d([[5]]), square, tf.tensor2d([[0.1]])).dataSync());
  // h¹ = 2·5 + 10·0.1 = 11, h² = 11 + 3·11² = 374, h³ = 374² + 100·5
  expect(top).toBe(374 ** 2 + 500);
});
