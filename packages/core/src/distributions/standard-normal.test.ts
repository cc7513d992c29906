import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError, ShapeError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { standardNormal } from './standard-normal.ts';

const { describeDensityModel } = laws(core);
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('standardNormal', () => standardNormal({ eventShape: [2] }), { eventShape: [2], integrates: box });

test('logProb is the sum of -z²/2 - log(2π)/2 over all elements of an event', () => {
  const z = tf.tensor3d([0, 1, -2, 3, 0.5, 50], [1, 2, 3]);
  const expected = -0.5 * (1 + 4 + 9 + 0.25 + 2500) - 3 * Math.log(2 * Math.PI);
  expect(
    standardNormal({ eventShape: [2, 3] })
      .logProb(z)
      .dataSync()[0],
  ).toBeCloseTo(expected, 3);
});

test('temperature scales the spread of the same sample', () => {
  const model = standardNormal({ eventShape: [3] });
  const warm = model.sample(4, { rng: rng(1) });
  const cool = model.sample(4, { rng: rng(1), temperature: [0.5] });
  expect(cool.shape).toEqual([4, 3]);
  expect([...cool.dataSync()]).toEqual([...warm.mul(0.5).dataSync()]);
});

test('a wrong shape, a negative temperature and several temperatures are refused by name', () => {
  const model = standardNormal({ eventShape: [3] });
  expect(() => model.logProb(tf.zeros([2, 4]))).toThrow(ShapeError);
  expect(() => model.sample(2, { rng: rng(1), temperature: -1 })).toThrow(
    'standardNormal.sample: expected temperature',
  );
  expect(() => model.sample(2, { rng: rng(1), temperature: [1, 2] })).toThrow(ConfigError);
  expect(() => standardNormal({ eventShape: [0] })).toThrow(ConfigError);
});

test('each level has a temperature of its own, and levels add up to the event', () => {
  const model = standardNormal({ eventShape: [5], levels: [2, 3] });
  const warm = model.sample(4, { rng: rng(1) });
  const levelled = model.sample(4, { rng: rng(1), temperature: [0.5, 0] });
  expect([...levelled.dataSync()]).toEqual([...warm.mul([0.5, 0.5, 0, 0, 0]).dataSync()]);
  expect([...model.sample(4, { rng: rng(1), temperature: 0.5 }).dataSync()]).toEqual([...warm.mul(0.5).dataSync()]);
  expect(() => model.sample(1, { rng: rng(1), temperature: [1, 1, 1] })).toThrow(
    'one for each of 2 levels, got [1,1,1]',
  );
  expect(() => standardNormal({ eventShape: [5], levels: [2, 2] })).toThrow('levels that add up to 5');
});

test('levels of thousands of elements are loaded again, though nothing of them is stored', () => {
  const model = standardNormal({ eventShape: [784], levels: [392, 196, 196] });
  const loaded = core.load(core.save(model), core.kinds);
  expect(loaded.config).toEqual(model.config);
});
