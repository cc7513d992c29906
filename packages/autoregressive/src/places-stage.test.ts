import { bernoulliConditional, type Drawn, rng, ShapeError } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { linearNetwork } from './fixtures/linear-network.ts';
import { placesStage } from './places-stage.ts';

const conditional = bernoulliConditional();
/** Two images of five places of two channels, of which a step draws two. */
const network = linearNetwork({
  ...{ shape: [1, 5, 2], inputs: 1, parameters: 1, groups: 2, stride: 2, context: 3 },
  rng: rng('network'),
});
const eventShape = [1, 5, 2];
const stage = placesStage({ eventShape, network, conditional });
const event = tf.range(0, 20).reshape([2, 1, 5, 2]);

test('the last step goes on beyond the last place, of which nothing is known, and whose context is 0', () => {
  expect(stage.steps).toBe(3);
  expectClose(
    stage.knownOf(event, 1),
    tf.tensor2d([
      [4, 5, 6, 7],
      [14, 15, 16, 17],
    ]),
    { tolerance: 0 },
  );
  expect([...stage.knownOf(event, 2).slice(0, 1).dataSync()]).toEqual([8, 9, Number.NaN, Number.NaN]);
  const context = tf.range(1, 16).reshape([1, 1, 5, 3]);
  expectClose(stage.contextOf?.(context, 2) as tf.Tensor, tf.tensor4d([13, 14, 15, 0, 0, 0], [1, 1, 2, 3]), {
    tolerance: 0,
  });
  expectNoLeak(() => tf.dispose([stage.knownOf(event, 2), stage.contextOf?.(context, 2) as tf.Tensor]));
});

test('of a whole event its parts are joined again, without what lies beyond', () => {
  expectClose(stage.join([0, 1, 2].map((index) => stage.knownOf(event, index))), event, { tolerance: 0 });
});

test('vectors serve every step, and a context of other places is refused', () => {
  const vectors = rng('vectors').normal([2, 3]);
  expectClose(stage.contextOf?.(vectors, 2) as tf.Tensor, vectors, { tolerance: 0 });
  expect(() => stage.contextOf?.(tf.zeros([2, 1, 4, 3]), 0)).toThrow(
    new ShapeError(
      'AutoregressiveModel: expected context of shape [1 or batch, context] or [1 or batch, 1, 5, context], got [2, 1, 4, 3]',
    ),
  );
});

test('what is known stands, and what comes after it follows from it', async () => {
  const ofKnown = async (first: number) => {
    const known = tf.tensor2d([[first, Number.NaN, Number.NaN, Number.NaN]]).tile<tf.Tensor2D>([2000, 1]);
    const options = { rng: rng('draws'), temperature: 1, context: tf.zeros([1, 3]), known };
    const { drawn } = (await stage.step(await stage.begin(2000, {}), options)) as Drawn;
    const [whole, second] = tf.split(drawn, [1, 3], 1) as [tf.Tensor, tf.Tensor];
    expect([whole.min().dataSync()[0], whole.max().dataSync()[0]]).toEqual([first, first]);
    return second.slice([0, 0], [-1, 1]).mean().dataSync()[0] as number;
  };
  const probabilityOf = (first: number) => {
    const e = tf.tensor4d([first, ...Array(9).fill(0)], [1, 1, 5, 2]);
    const logits = network.apply(e, { context: tf.zeros([1, 3]) });
    return logits.sigmoid().dataSync()[1] as number;
  };
  for (const first of [-2, 1]) {
    // Four standard deviations of a share of 2000 draws.
    expect(Math.abs((await ofKnown(first)) - probabilityOf(first))).toBeLessThan(0.045);
  }
});
