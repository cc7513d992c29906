import { AutoregressiveModel, waveNetReceptiveField } from '@flows/autoregressive';
import { compile } from '@flows/compile';
import { type Rng, rng, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { families } from './families.ts';
import type { Model } from './model.ts';

/** All passes of a sample take the same time; so many of them are run. */
const passesOfARun = 16;

/**
 * Sampling without a cache: the whole network once for each element, compiled; of a sound's, over all that an element sees.
 * What is run is a part of a sample, and each run says which part.
 *
 * @throws TypeError for a model that is not autoregressive.
 */
export function wholeSampling(model: Model, options: { threads?: number } = {}): (times: number) => Promise<number> {
  const { kind, shape, rows, seed, layers } = model;
  const isSound = shape.length === 1;
  const seen = isSound ? [waveNetReceptiveField({ layers, stacks: 1, filter: 2 }) + 1] : shape;
  const network = families[kind]({ ...model, shape: seen }, rng(seed).fork('model')) as AutoregressiveModel;
  if (!(network instanceof AutoregressiveModel)) throw new TypeError(`${kind}: expected a model that draws by element`);
  const { conditional } = network.parts;
  /** Draws the last element of a sound, or all of an image, of which one is wanted. */
  const pass = compile(
    (x: tf.Tensor, rng: Rng) =>
      tf.tidy(() => {
        const theta = network.theta(x);
        const last = theta.reshape([rows, conditional.parameters, -1]).slice([0, 0, sizeOf(seen) - 1]);
        return conditional.sample(isSound ? last.reshape([rows, -1]) : theta, { rng, temperature: 1 });
      }),
    { variables: 'constants', ...options },
  );
  const noise = rng(seed).fork('samples');
  const x = tf.zeros([rows, ...seen]);
  return async (times) => {
    for (let i = 0; i < times * passesOfARun; i++) {
      const drawn = await pass(x, noise);
      await drawn.data();
      drawn.dispose();
    }
    return passesOfARun / sizeOf(shape);
  };
}
