import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { parameter } from '../parameter.ts';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { eagerEngine } from './eager-engine.ts';
import type { Engine } from './engine.ts';
import { fit } from './fit.ts';
import { gaussian, rows, weightsOf } from './fixtures/diagonal-gaussian.ts';
import { FlatParameters } from './flat-parameters.ts';

/** An engine whose variables hold nothing of use between `sync` and `run`, as a compiled one's may. */
function laggingEngine(): Engine & { disposed: number } {
  const engine = {
    disposed: 0,
    compile: async <X extends tf.Tensor>(step: Parameters<Engine['compile']>[0]) => {
      const eager = await eagerEngine().compile<X>(step as never);
      let held = [step.trained.values.slice(), step.state.values.slice()] as const;
      const lag = () => {
        step.trained.write(new Float32Array(step.trained.values.length).fill(Number.NaN));
        step.state.write(new Float32Array(step.state.values.length).fill(Number.NaN));
      };
      return {
        run: async (...args: Parameters<typeof eager.run>) => {
          step.trained.write(held[0]);
          step.state.write(held[1]);
          const result = await eager.run(...args);
          await step.state.read();
          held = [step.trained.values.slice(), step.state.values.slice()];
          lag();
          return result;
        },
        sync: async () => {
          step.trained.write(held[0]);
          step.state.write(held[1]);
        },
        push: async () => {
          held = [step.trained.values.slice(), step.state.values.slice()];
          await eager.push();
        },
        dispose: () => {
          engine.disposed++;
        },
      };
    },
  };
  return engine;
}

test('fit gives the same numbers on an engine whose variables lag behind, and disposes of what it compiled', async () => {
  const train = async (engine: Engine) => {
    const model = gaussian();
    let calls = 0;
    model.fail = () => [4, 5, 6, 8].includes(calls++);
    const result = await fit(model, rows(), {
      rng: rng(1),
      steps: 20,
      batchSize: 32,
      validation: rows(50, 3),
      validateEvery: 5,
      averaging: { decay: 0.9 },
      engine,
    });
    return { result, weights: weightsOf(model) };
  };
  const lagging = laggingEngine();
  const { result, weights } = await train(eagerEngine());
  expect(await train(lagging)).toEqual({ result, weights });
  expect(result).toMatchObject({ skipped: 4, rollbacks: 1 });
  expect(lagging.disposed).toBe(1);
});

test('an objective that assigns state and throws leaves the state as it was', async () => {
  const model = gaussian();
  const seen = parameter<tf.Rank.R0>([], () => tf.scalar(3), { trainable: false });
  const [trained, state] = [
    new FlatParameters(variablesOf(model)),
    new FlatParameters(new Map([['seen', seen as tf.Variable]])),
  ];
  const step = await eagerEngine().compile({
    loss: () => {
      seen.assign(seen.add(1));
      throw new Error('no loss');
    },
    trained,
    state,
    gradients: new Float32Array(trained.values.length),
    update: () => ({ loss: 0, gradientNorm: 0, applied: true }),
  });
  const x = tf.zeros([2, 2]);
  await expect(step.run({ x }, { rng: rng(0), step: 0 })).rejects.toThrow('no loss');
  expect(seen.dataSync()[0]).toBe(3);
  tf.dispose([x, seen]);
  model.dispose();
});
