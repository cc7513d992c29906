import * as core from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { expectSameTraining, type Model, trained } from './fixtures/same-training.ts';
import { couplingFlow, curved } from './fixtures/training-models.ts';
import { onnxEngine } from './onnx-engine.ts';

const { x } = curved();

/** A normal model whose objective is not finite at the steps of `broken`, and keeps a count. */
function breaking(broken: readonly number[]): Model {
  const normal = core.diagonalNormal({ eventShape: [2] }) as Model;
  const seen = core.parameter<tf.Rank.R0>([], () => tf.scalar(0), { trainable: false });
  const inner = core.trainable({ kind: 'breaking' }, { normal, seen });
  return {
    ...normal,
    ...inner,
    objective: (x, { step }) =>
      tf.tidy(() => {
        seen.assign(seen.add(step).add(1));
        const isBroken = tf.addN([tf.scalar(0), ...broken.map((at) => tf.cast(step.equal(at), 'float32'))]);
        const nll = normal.logProb(x).mean().neg();
        return nll.div(tf.sub(1, isBroken)) as tf.Scalar;
      }),
  };
}

describe('a step that is not finite', () => {
  test('leaves weights and state as they were', async () => {
    const { eager, compiled } = await expectSameTraining(() => breaking([2]), x, { steps: 3 });
    expect(eager.skipped).toEqual([2]);
    const before = await trained(() => breaking([]), x, { steps: 2, engine: onnxEngine() });
    expect(compiled.values).toEqual(before.values);
    expect(compiled.values.seen).toEqual([1 + 2]);
  });

  test('three times in a row goes back to the last good weights, as eagerly', async () => {
    const { compiled } = await expectSameTraining(() => breaking([5, 6, 7]), x, { steps: 20 });
    expect(compiled.result).toMatchObject({ skipped: 3, rollbacks: 1 });
  });
});

describe('variables that are none of the model’s', () => {
  /** A normal model whose objective also reads, or assigns, a variable of its own. */
  const withOutsider = (objective: (nll: tf.Scalar) => tf.Scalar): Model => {
    const normal = core.diagonalNormal({ eventShape: [2] }) as Model;
    return { ...normal, objective: (x) => tf.tidy(() => objective(normal.logProb(x).mean().neg() as tf.Scalar)) };
  };

  test('are read anew at every step', async () => {
    const weight = tf.variable(tf.scalar(1));
    const losses: Record<string, number[]> = {};
    for (const [name, engine] of [
      ['eager', core.eagerEngine()],
      ['compiled', onnxEngine()],
    ] as const) {
      weight.assign(tf.scalar(1));
      const seen: number[] = [];
      const model = withOutsider((nll) => nll.mul(weight));
      await core.fit(model, x, {
        rng: core.rng(0),
        steps: 4,
        engine,
        onProgress: ({ loss, step }) => {
          seen.push(loss);
          tf.tidy(() => weight.assign(tf.scalar(step + 1)));
        },
      });
      losses[name] = seen;
      model.dispose();
    }
    for (const [i, loss] of (losses.eager ?? []).entries()) expect(losses.compiled?.[i]).toBeCloseTo(loss, 4);
    weight.dispose();
  });

  test('are not assigned: the error says so', async () => {
    const count = tf.variable(tf.scalar(0));
    const model = withOutsider((nll) => {
      count.assign(count.add(1));
      return nll;
    });
    const training = core.fit(model, x, { rng: core.rng(0), steps: 1, engine: onnxEngine() });
    await expect(training).rejects.toMatchObject({ code: 'compile' });
    await expect(training).rejects.toThrow(/parts/);
    tf.dispose(count);
    model.dispose();
  });
});

test('a context of one-hot rows that were cast to floats is taken, whatever array tfjs has them in', async () => {
  const batches = function* () {
    const { data, shape } = curved(32).x;
    for (let step = 0; step < 3; step++) {
      const classes = tf.oneHot(tf.range(0, 32, 1, 'int32').mod(tf.scalar(2, 'int32')), 2).toFloat();
      yield { x: tf.tensor2d(data, shape as [number, number]), context: classes as tf.Tensor };
    }
  };
  await expectSameTraining(() => couplingFlow({ context: 2 }) as Model, batches, { steps: 3 });
});

/** A normal model that counts its steps in whole numbers, from `start` on. */
const counting = (start: readonly number[]): Model => {
  const normal = core.diagonalNormal({ eventShape: [2] }) as Model;
  const first = () => tf.tensor1d([...start], 'int32');
  const count = core.parameter<tf.Rank.R1>([start.length], first, { trainable: false });
  return {
    ...normal,
    ...core.trainable({ kind: 'counting' }, { normal, count }),
    objective: (x) =>
      tf.tidy(() => {
        count.assign(count.add(tf.scalar(1, 'int32')) as tf.Tensor1D);
        return normal.logProb(x).mean().neg() as tf.Scalar;
      }),
  };
};

test('state of whole numbers is kept as such', async () => {
  const { compiled } = await expectSameTraining(() => counting([0, 5]), x, { steps: 3 });
  expect(compiled.values.count).toEqual([3, 8]);
});

test('state of whole numbers that float32 has not is refused, where it would stay as it is', async () => {
  const training = trained(() => counting([0, 2 ** 24 - 2]), x, { steps: 5, engine: onnxEngine() });
  await expect(training).rejects.toMatchObject({ code: 'compile' });
  await expect(training).rejects.toThrow(/within ±2\^24.*got 16777217/);
});
