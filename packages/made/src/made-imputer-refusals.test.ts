import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { agnosticMade } from './agnostic-made.ts';
import { made } from './made.ts';

/** An element that is missing. */
const gap = Number.NaN;

test('observed elements that no particle gives a density are told', async () => {
  const x = tf.tensor2d([[gap, 1e30, 0]]);
  await expect(core.impute(made({ dims: 3, rng: core.rng(0) }), x, { rng: core.rng(8) })).rejects.toThrow(
    'got none in row 0',
  );
});

test.each([
  [7, core.bernoulliConditional()],
  [0.5, core.bernoulliConditional()],
  [-1, core.categoricalConditional({ levels: 3 })],
  [3, core.categoricalConditional({ levels: 3 })],
])('an observed %d off the support of a discrete model is refused by its row', async (value, conditional) => {
  const x = tf.tensor2d([
    [1, gap],
    [value, gap],
    [gap, value],
  ]);
  const [exact, both] = [x.slice([0, 0], [2, 2]), x];
  const model = made({ dims: 2, hidden: [4], conditional, rng: core.rng(0) });
  const ensemble = agnosticMade({ dims: 2, hidden: [4], conditional, masks: 2, rng: core.rng(0) });
  for (const tested of [model, ensemble]) {
    for (const rows of [exact, both]) {
      const refused = expect(core.impute(tested, rows as tf.Tensor2D, { rng: core.rng(9), particles: 4 })).rejects;
      await refused.toThrow(core.DomainError);
    }
  }
  await expect(core.impute(model, exact as tf.Tensor2D, { rng: core.rng(9) })).rejects.toThrow('got none in row 1');
});
