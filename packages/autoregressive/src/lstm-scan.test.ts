import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { halved } from './convolutional-lstm.ts';
import { type ScanShape, scanLstm } from './lstm-scan.ts';

const units = 2;
const batch = 3;

/** The equations, cell after cell, of sums that are not halved. */
function byDefinition(z: tf.Tensor3D, kernel: tf.Tensor3D, { steps, taps }: ScanShape): tf.Tensor3D {
  const lstms = z.shape[0];
  const states = new Map<string, { h: tf.Tensor3D; c: tf.Tensor3D }>();
  const none = { h: tf.zeros<tf.Rank.R3>([lstms, batch, units]), c: tf.zeros<tf.Rank.R3>([lstms, batch, units]) };
  const hs: tf.Tensor3D[] = [];
  for (const [step, [from, to]] of steps.entries()) {
    for (let cell = from; cell < to; cell++) {
      const before = (tap: number) => states.get(`${step - 1} ${cell + tap}`) ?? none;
      const own = z.slice([0, hs.length * batch, 0], [-1, batch, -1]);
      const near = tf.concat(
        taps.map((tap) => before(tap).h),
        2,
      );
      const sum = own.add(tf.matMul(near, kernel));
      const [o, f, i, g] = tf.split(sum, 4, 2) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
      const c = f.sigmoid().mul(before(0).c).add<tf.Tensor3D>(i.sigmoid().mul(g.tanh()));
      const h = o.sigmoid().mul<tf.Tensor3D>(c.tanh());
      states.set(`${step} ${cell}`, { h, c });
      hs.push(h);
    }
  }
  return tf.concat(hs, 1);
}

const shapes: [name: string, lstms: number, shape: ScanShape][] = [
  [
    'rows',
    1,
    {
      steps: [
        [0, 3],
        [0, 3],
        [0, 3],
      ],
      taps: [-1, 0, 1],
    },
  ],
  [
    'diagonals',
    2,
    {
      steps: [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 3],
        [2, 3],
      ],
      taps: [0, -1],
    },
  ],
  ['one step', 2, { steps: [[0, 4]], taps: [0, -1] }],
];

test.each(shapes)('%s: h and its gradients are those of the equations, and nothing leaks', (_, lstms, shape) => {
  const cells = shape.steps.reduce((sum, [from, to]) => sum + to - from, 0);
  const z = rng('z').normal<tf.Rank.R3>([lstms, cells * batch, 4 * units]);
  const kernel = rng('kernel').normal<tf.Rank.R3>([lstms, shape.taps.length * units, 4 * units]);
  const weights = rng('weights').normal([lstms, cells * batch, units]);
  const ours = (z: tf.Tensor, kernel: tf.Tensor) =>
    scanLstm(halved(z as tf.Tensor3D), halved(kernel as tf.Tensor3D), shape);
  expectClose(ours(z, kernel), byDefinition(z, kernel, shape));
  const gradients = (h: (z: tf.Tensor, kernel: tf.Tensor) => tf.Tensor) =>
    tf.grads((z, kernel) =>
      h(z as tf.Tensor, kernel as tf.Tensor)
        .mul(weights)
        .sum(),
    )([z, kernel]);
  const expected = gradients((z, kernel) => byDefinition(z as tf.Tensor3D, kernel as tf.Tensor3D, shape));
  for (const [i, gradient] of gradients(ours).entries()) {
    expectClose(gradient, expected[i] as tf.Tensor, { what: ['dz', 'dK'][i] });
  }
  expectNoLeak(() => tf.dispose(gradients(ours)));
});
