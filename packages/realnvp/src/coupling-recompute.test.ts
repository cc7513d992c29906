import { onnxEngine } from '@flows/compile';
import {
  affineFamily,
  type Bijector,
  chain,
  type Engine,
  eagerEngine,
  FlatParameters,
  reversible,
  rng,
  variablesOf,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { imageCoupling } from './image-coupling.ts';
import { checkerboardMask, complement, halfMask } from './mask.ts';

const shape = [4, 4, 4] as const;

/** Couplings of images under checkerboards and halves of the channels by turns, their weights moved from the start. */
function couplings(count: number): Bijector[] {
  const masks = [checkerboardMask(shape), halfMask(4), complement(checkerboardMask(shape)), complement(halfMask(4))];
  return Array.from({ length: count }, (_, k) => {
    const random = rng('coupling').fork(k);
    const mask = masks[k % masks.length] as (typeof masks)[number];
    const layer = imageCoupling({ mask, family: affineFamily(), hidden: 8, blocks: 1, weightNorm: false, rng: random });
    for (const [path, variable] of variablesOf(layer)) {
      tf.tidy(() => variable.assign(variable.add(random.fork(path).normal(variable.shape).mul(0.02))));
    }
    return layer as Bijector;
  });
}

/** The gradients of a sum of values and log-determinants by all weights, as an engine takes them. */
async function gradientsOf(bijector: Bijector, engine: Engine): Promise<Float32Array> {
  const trained = new FlatParameters(variablesOf(bijector));
  await trained.read();
  const gradients = new Float32Array(trained.values.length);
  const step = await engine.compile({
    loss: ({ x }) =>
      tf.tidy(() => {
        const { value, logDet } = bijector.inverse(x);
        return value.square().mean().sub(logDet.mean()) as tf.Scalar;
      }),
    trained,
    gradients,
    state: new FlatParameters(new Map()),
    update: (loss) => ({ loss, gradientNorm: 0, applied: false }),
  });
  await step.run({ x: rng('images').normal<tf.Rank.R4>([8, ...shape]) }, { rng: rng(0), step: 0 });
  step.dispose();
  return gradients;
}

const norm = (numbers: Float32Array): number => Math.hypot(...numbers);

test.each([
  [16, 'eager', eagerEngine()],
  [8, 'compiled', onnxEngine()],
])(
  'recomputed, %i couplings of images have the gradients of their chain, %s',
  { timeout: 30_000 },
  async (count, _, engine) => {
    const layers = couplings(count);
    const expected = await gradientsOf(chain(...layers), engine);
    const actual = await gradientsOf(reversible(...layers), engine);
    expect(norm(expected)).toBeGreaterThan(0.1);
    expect(norm(actual.map((number, i) => number - (expected[i] as number))) / norm(expected)).toBeLessThan(1e-4);
  },
);
