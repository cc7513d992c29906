import { affine, type Bijector, flow, type Rng, rng, standardNormal } from '@flows/core';
import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { flowPosterior } from './flow-posterior.ts';
import { initializeLatents } from './initialize-latents.ts';

type Latents = Bijector<tf.Tensor2D>;

/** The identity, which writes down that it was initialised and the context it was given. */
const witness = (name: string, seen: string[]): Latents => ({
  ...(affine({ eventShape: [2], trained: [] }) as Latents),
  ...{
    initialize: (_: tf.Tensor2D, { context }: { rng: Rng; context?: tf.Tensor }) =>
      seen.push(`${name} ${context?.shape}`),
  },
});

const base = standardNormal({ eventShape: [2] });
const h = tf.zeros<tf.Rank.R2>([4, 3]);
const context = tf.zeros([4, 5]);

test('the posterior comes first, with h, and then the prior, with the context of the batch', () => {
  const seen: string[] = [];
  const bijector = witness('posterior', seen);
  const posterior = flowPosterior({ dims: 2, context: 3, bijector, rng: rng('posterior') });
  const prior = flow<tf.Tensor, tf.Tensor2D>({
    base,
    bijector: witness('prior', seen) as Bijector<tf.Tensor, tf.Tensor2D>,
  });
  expectNoLeak(() => initializeLatents({ posterior, prior }, h, { rng: rng(0), context }));
  expect(seen).toEqual(['posterior 4,3', 'prior 4,5']);
});

test('a prior that takes nothing from data is left as it is', () => {
  const seen: string[] = [];
  const bijector = witness('posterior', seen);
  const posterior = flowPosterior({ dims: 2, context: 3, bijector, rng: rng('posterior') });
  initializeLatents({ posterior, prior: base as never }, h, { rng: rng(0) });
  expect(seen).toEqual(['posterior 4,3']);
});
