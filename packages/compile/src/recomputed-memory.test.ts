import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { peakBytes } from './fixtures/peak-bytes.ts';
import { shear } from './fixtures/training-models.ts';
import { liveNodes } from './live-nodes.ts';
import { recordStep } from './recorded-step.ts';

/** The most bytes that the graph of a training step of `depth` couplings needs at once. */
function peakOf(
  make: (...bijectors: core.Bijector<tf.Tensor2D>[]) => core.Bijector<tf.Tensor2D>,
  depth: number,
): number {
  const swap = core.permute({ order: [1, 0] });
  const layers = Array.from({ length: depth }, (_, k) => shear({ hidden: [64, 64], rng: core.rng('layers').fork(k) }));
  const bijector = make(...layers.flatMap((layer) => [layer, swap]));
  const trained = new core.FlatParameters(core.variablesOf(bijector));
  const step: core.Step<tf.Tensor2D> = {
    loss: ({ x }) => tf.tidy(() => bijector.inverse(x).logDet.mean().neg() as tf.Scalar),
    trained,
    gradients: new Float32Array(trained.values.length),
    state: new core.FlatParameters(new Map()),
    update: () => expect.unreachable(),
  };
  const { recording } = recordStep(step, { x: tf.zeros([1024, 2]) });
  bijector.dispose();
  return peakBytes(liveNodes(recording.graph, recording.outputs), recording.outputs);
}

test('recomputed, activations take the same memory for any depth in the order of the runtime, where a chain takes more', () => {
  expect(peakOf(core.reversible, 12)).toBeLessThan(1.3 * peakOf(core.reversible, 3));
  expect(peakOf(core.chain, 12)).toBeGreaterThan(3 * peakOf(core.chain, 3));
});
