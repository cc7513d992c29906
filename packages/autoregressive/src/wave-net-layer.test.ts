import { rng } from '@flows/core';
import { drawWeights, expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { WaveNetLayer, type WaveNetLayerOptions } from './wave-net-layer.ts';

const [rows, length, channels] = [2, 12, 3];
const make = (options: Partial<WaveNetLayerOptions> = {}) => {
  const layer = new WaveNetLayer({ channels, filter: 3, dilation: 2, isLast: false, ...options, rng: rng('layer') });
  tf.tidy(() => drawWeights(layer, rng('weights')));
  return layer;
};
const h = rng('h').normal<tf.Rank.R4>([rows, 1, length, channels]);

/** 2 z and h' of all samples, one by one, in stretches of so many. */
function sampleBySample(layer: WaveNetLayer, places: number, context?: tf.Tensor4D) {
  const [twiceZ, above]: [tf.Tensor2D[], tf.Tensor2D[]] = [[], []];
  let queue = layer.begin(rows);
  for (let first = 0; first < length; first += places) {
    const own = context?.slice<tf.Tensor4D>([0, 0, first, 0], [-1, -1, places, -1]);
    const stretch = layer.stretch(queue, { rows, places, context: own });
    for (let t = first; t < first + places; t++) {
      const next = stretch.next(h.slice([0, 0, t, 0], [-1, -1, 1, -1]).reshape([rows, channels]));
      twiceZ.push(next.twiceZ);
      above.push(next.h);
    }
    queue = stretch.rest();
  }
  const whole = (each: tf.Tensor2D[]) => tf.stack(each, 1).expandDims(1);
  return { twiceZ: whole(twiceZ), h: whole(above) };
}

test.each([1, 3, 6, 12])(
  'in stretches of %i samples it gives what it gives at once, with a context of each, and nothing leaks',
  (places) => {
    const layer = make({ context: 2 });
    const context = rng('context').normal<tf.Rank.R4>([1, 1, length, 2]);
    const [actual, expected] = [sampleBySample(layer, places, context), layer.apply(h, context)];
    expectClose(actual.twiceZ, expected.twiceZ, { tolerance: 1e-5 });
    expectClose(actual.h, expected.h, { tolerance: 1e-5 });
    expectNoLeak(() => tf.tidy(() => void sampleBySample(layer, places, context)));
    expectNoLeak(() => tf.dispose({ ...layer.apply(h, context) }));
  },
);

test('a residual adds R z to h; the last layer hands a copy of h on', () => {
  const layer = make();
  const { twiceZ, h: above } = layer.apply(h, undefined);
  const flat = (x: tf.Tensor) => x.reshape<tf.Tensor2D>([rows * length, channels]);
  const residual = (layer.parts.residual as tf.Variable).reshape<tf.Tensor2D>([channels, channels]);
  expectClose(flat(above), flat(h).add(flat(twiceZ).div(2).matMul(residual)), { tolerance: 1e-5 });
  const last = make({ isLast: true });
  expect('residual' in last.parts).toBe(false);
  const handed = last.apply(h, undefined).h;
  expectClose(handed, h, { tolerance: 0 });
  handed.dispose();
  expect(h.isDisposed).toBe(false);
});
