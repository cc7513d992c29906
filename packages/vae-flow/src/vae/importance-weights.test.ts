import { bernoulliConditional, type Config, type Given, mlp, rng, stateless, variablesOf } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Encoder } from '../networks/encoder.ts';
import { flowPosterior } from './flow-posterior.ts';
import { vae } from './vae.ts';

/** An encoder whose h is `outputs` zeros, of which the posterior makes the same whatever their number. */
const silent = (outputs: number): Encoder => ({
  ...stateless({ kind: 'silent' } as Config),
  outputs,
  apply: (x) => tf.zeros([x.shape[0] as number, outputs]),
});

/** A model of pairs of bits, and the numbers of rows that its decoder was given. */
function counted(outputs: number, context?: number) {
  const network = mlp({ inputs: 2, hidden: [6], outputs: 2, start: 'uniform', context, rng: rng('decoder') });
  drawWeights(network, rng(5), 0.7);
  const rows: number[] = [];
  const decoder = {
    ...network,
    config: network.config,
    parts: network.parts,
    inputs: 2,
    outputs: 2,
    dispose: () => network.dispose(),
    apply: (z: tf.Tensor2D, given?: Given) => {
      rows.push(z.shape[0]);
      return network.apply(z, given);
    },
  };
  const model = vae({
    eventShape: [2],
    encoder: silent(outputs),
    posterior: flowPosterior({ dims: 2, context: outputs, std: 1.2, rng: rng('posterior') }),
    decoder,
    likelihood: bernoulliConditional(),
  });
  const bias = variablesOf(model).get('posterior.bijector.mean.bias') as tf.Variable;
  bias.assign(tf.tensor1d([0.3, -0.4]));
  return { model, rows };
}

const x = tf.tensor2d([[0, 1]]);

test('samples whose h is wide come in chunks, and make the same estimate as at once', () => {
  const [narrow, wide] = [counted(1), counted(2 ** 19)];
  const estimates = [narrow, wide].map(({ model }) => model.importanceEstimate(x, { rng: rng(0), samples: 10 }));
  expect([narrow.rows, wide.rows]).toEqual([[10], [5, 5]]);
  const [atOnce, inChunks] = estimates.map(({ logProb, standardError }) => [
    ...logProb.dataSync(),
    ...standardError.dataSync(),
  ]) as [number[], number[]];
  expect(inChunks).toEqual(atOnce.map((value) => expect.closeTo(value, 5)));
}, 20_000);

test('each row has the weights of its own samples, whatever rows are beside it', () => {
  const { model } = counted(1);
  const both = tf.tensor2d([
    [0, 1],
    [1, 1],
  ]);
  const many = { samples: 5000 };
  const together = model.estimateLogProb(both, { rng: rng(0), ...many }).dataSync();
  const alone = [0, 1].map((row) => model.estimateLogProb(both.slice([row, 0], [1, 2]), { rng: rng(1), ...many }));
  expect(alone.map((value) => value.dataSync()[0])).toEqual([...together].map((value) => expect.closeTo(value, 1)));
  expect(Math.abs((together[0] as number) - (together[1] as number))).toBeGreaterThan(0.1);
});

test('a context of one row serves all copies, and one of each row is copied with it', () => {
  const { model } = counted(1, 3);
  const both = tf.tile(x, [2, 1]);
  const context = tf.tensor2d([[1, -1, 2]]);
  const [one, each] = [context, tf.tile(context, [2, 1])].map((context) => [
    ...model.estimateLogProb(both, { rng: rng(0), samples: 5, context }).dataSync(),
  ]);
  expect(one).toEqual((each as number[]).map((value) => expect.closeTo(value, 6)));
});
