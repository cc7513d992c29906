import { additiveFamily, affineFamily, rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { imageCoupling } from './image-coupling.ts';
import { checkerboardMask } from './mask.ts';

test('its network reads and gives as many channels as mask and family ask for, and starts as the identity', () => {
  const image = rng(1).normal<tf.Rank.R4>([2, 4, 4, 3]);
  for (const [mask, family, inputs, outputs] of [
    [[1, 1, 0], affineFamily(), 2, 2],
    [[1, 0, 0], additiveFamily(), 1, 2],
    [checkerboardMask([4, 4, 3]), affineFamily(), 3, 6],
  ] as const) {
    const layer = imageCoupling({ mask, family, hidden: 4, blocks: 1, rng: rng(0) });
    expect(layer.parts.conditioner).toMatchObject({ inputs, outputs });
    const moved = layer.inverse(image).value.sub(image).abs().max().dataSync()[0];
    expect(moved).toBeLessThan(1e-6);
  }
});
