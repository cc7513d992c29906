import { type DensityModel, type Engine, FlatParameters, rng, variablesOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/** ‖g - g'‖ / ‖g'‖ of the gradients of the mean of -log p, g of a model and g' of `reference`, whose weights it takes. */
export async function gradientDistance<X extends tf.Tensor>(
  model: DensityModel<X>,
  reference: DensityModel<X>,
  x: X,
  engine: Engine,
): Promise<number> {
  const weights = [...variablesOf(reference).values()];
  for (const [i, variable] of [...variablesOf(model).values()].entries()) variable.assign(weights[i] as tf.Variable);
  const [g, expected] = [await gradientOf(model, x, engine), await gradientOf(reference, x, engine)];
  const difference = g.map((number, i) => number - (expected[i] as number));
  return norm(difference) / norm(expected);
}

const norm = (numbers: Float32Array): number => Math.sqrt(numbers.reduce((sum, number) => sum + number ** 2, 0));

/** The gradient of the mean of -log p by all trained weights, as an engine takes it. */
async function gradientOf<X extends tf.Tensor>(model: DensityModel<X>, x: X, engine: Engine): Promise<Float32Array> {
  const trained = new FlatParameters(new Map([...variablesOf(model)].filter(([, { trainable }]) => trainable)));
  await trained.read();
  const gradients = new Float32Array(trained.values.length);
  const step = await engine.compile<X>({
    loss: ({ x }) => model.logProb(x).mean().neg() as tf.Scalar,
    trained,
    gradients,
    state: new FlatParameters(new Map()),
    update: (loss) => ({ loss, gradientNorm: norm(gradients), applied: false }),
  });
  await step.run({ x }, { rng: rng(0), step: 0 });
  step.dispose();
  return gradients;
}
