import * as core from '@flows/core';
import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  expectNear,
  expectSameTraining,
  type Model,
  type Options,
  trained,
  valuesOf,
} from './fixtures/same-training.ts';
import { couplingFlow, curved } from './fixtures/training-models.ts';
import { onnxEngine } from './onnx-engine.ts';

const { x } = curved();
const steps = 40;

describe('losses and weights are those of the eager engine', () => {
  const mixture = () => core.mixtureOfGaussians({ dims: 2, components: 3, rng: core.rng(0) }) as Model;
  const digits = { data: Float32Array.from(core.rng(2).uniforms(512), (u) => Math.floor(4 * u ** 2)), shape: [128, 4] };
  const dequantized = () =>
    core.dequantized({
      levels: 4,
      model: core.flow({ base: core.diagonalNormal({ eventShape: [4] }), bijector: core.logit() }),
    }) as core.DensityModel as Model;

  test.each<[string, () => Model, core.FitData<tf.Tensor2D>]>([
    ['a mixture of Gaussians', mixture, x],
    ['a coupling flow', couplingFlow, x],
    ['a dequantized model, whose objective draws noise', dequantized, digits],
  ])('over 200 steps of %s', async (_, make, data) => {
    const { eager } = await expectSameTraining(make, data, { steps: 200, optimizer: { rate: 0.005 } });
    expect(eager.losses.at(-1)).toBeLessThan(eager.losses[0] as number);
  });

  test.each<[string, Options]>([
    ['clipping', { clipNorm: 0.5 }],
    ['weight decay', { optimizer: { rate: 0.01, weightDecay: 0.1 } }],
    ['a cosine schedule', { schedule: { kind: 'cosine', warmUp: 5, final: 0.1 } }],
    ['averaging', { averaging: { decay: 0.9 } }],
    ['validation', { validation: curved(50, 3).x, validateEvery: 10 }],
    ['validation of averaged weights', { validation: curved(50, 3).x, validateEvery: 10, averaging: { decay: 0.9 } }],
  ])('with %s', async (_, options) => {
    await expectSameTraining(couplingFlow, x, { steps, ...options });
  });

  test('in a context, in training and in validation', async () => {
    const options = { steps, validation: curved(50, 3), validateEvery: 20 };
    await expectSameTraining(() => couplingFlow({ context: 1 }), curved(), options);
  });

  test('with running statistics, which move as they do eagerly', async () => {
    const make = () => couplingFlow({ norm: true });
    const { compiled } = await expectSameTraining(make, x, { steps, validation: curved(50, 3).x, validateEvery: 20 });
    const fresh = make();
    const statistics = Object.entries(valuesOf(fresh)).filter(([path]) => /mean|variance/.test(path));
    expect(statistics).toHaveLength(2);
    for (const [path, values] of statistics) expect(compiled.values[path]).not.toEqual(values);
    fresh.dispose();
  });

  test('with running statistics that are taken from the whole data at the end', async () => {
    await expectSameTraining(() => couplingFlow({ norm: true }), x, { steps, recalibrate: true });
  });

  test('of batches whose sizes change, also where they are more than the graphs that are kept', async () => {
    const sizes = [8, 5, 8, 3, 1, 8];
    const source: core.BatchSource<tf.Tensor2D> = function* (_, random) {
      for (const size of sizes) yield { x: random.normal<tf.Rank.R2>([size, 2]) };
    };
    const eager = await trained(couplingFlow, source, { epochs: 4 });
    for (const graphs of [8, 2, 1]) {
      const compiled = await trained(couplingFlow, source, { epochs: 4, engine: onnxEngine({ graphs }) });
      expectNear(compiled.losses, eager.losses, `losses with ${graphs} graphs`);
    }
  });
});

describe('checkpoints', () => {
  test('a training that goes on from one is byte for byte the training that did not stop', async () => {
    const make = () => couplingFlow({ norm: true });
    const run = async (options: Options) => {
      const written: Uint8Array[] = [];
      const checkpoint = { every: 5, write: (bytes: Uint8Array) => void written.push(bytes) };
      const { losses, values } = await trained(make, x, {
        averaging: { decay: 0.9 },
        optimizer: { rate: 0.01, weightDecay: 0.1 },
        schedule: { kind: 'constant', warmUp: 8 },
        clipNorm: 1,
        validation: curved(50, 3).x,
        validateEvery: 4,
        checkpoint,
        engine: onnxEngine(),
        ...options,
      });
      return { losses, values, written };
    };
    const whole = await run({ steps: 15 });
    const first = await run({ steps: 10 });
    expect(first.written[1]).toEqual(whole.written[1]);
    const second = await run({ steps: 15, resume: first.written[1] });
    expect(second.losses).toEqual(whole.losses.slice(10));
    expect(second.values).toEqual(whole.values);
    expect(second.written).toEqual(whole.written.slice(2));
  });

  test('a checkpoint of one engine goes on under the other', async () => {
    const written: Uint8Array[] = [];
    const checkpoint = { every: 10, write: (bytes: Uint8Array) => void written.push(bytes) };
    const eager = await trained(couplingFlow, x, { steps: 20, checkpoint });
    const compiled = await trained(couplingFlow, x, { steps: 20, resume: written[0], engine: onnxEngine() });
    expectNear(compiled.losses, eager.losses.slice(10), 'losses');
  });
});

describe('memory', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Counts the sessions that are open. */
  function sessions() {
    const counts = { opened: 0, released: 0 };
    const create = ort.InferenceSession.create as (...args: unknown[]) => Promise<ort.InferenceSession>;
    vi.spyOn(ort.InferenceSession, 'create').mockImplementation(async (...args: unknown[]) => {
      const session = await create(...args);
      counts.opened++;
      const release = session.release.bind(session);
      session.release = async () => {
        counts.released++;
        await release();
      };
      return session;
    });
    return counts;
  }

  test('a training leaks nothing and releases its sessions, also where it throws', async () => {
    const counts = sessions();
    const model = couplingFlow();
    const options = { rng: core.rng(1), batchSize: 32, validation: curved(50, 3).x, validateEvery: 2, steps: 4 };
    await expectNoLeak(() => core.fit(model, x, { ...options, engine: onnxEngine() }));
    expect(counts.opened).toBeGreaterThan(1);
    expect(counts.released).toBe(counts.opened);
    const onProgress = () => {
      throw new Error('own');
    };
    const failing = () => core.fit(model, x, { ...options, engine: onnxEngine(), onProgress });
    await expectNoLeak(async () => await expect(failing()).rejects.toThrow('own'));
    expect(counts.released).toBe(counts.opened);
    model.dispose();
  });

  test('one engine serves several trainings', async () => {
    const engine = onnxEngine();
    const once = await trained(couplingFlow, x, { steps: 5, engine });
    expect((await trained(couplingFlow, x, { steps: 5, engine })).losses).toEqual(once.losses);
    await trained(() => couplingFlow({ norm: true }), x, { steps: 5, engine });
  });
});

test('weights are those of the flat array, their gradients too, and sync brings them to the variables', async () => {
  const [weight, unused] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(5))];
  const step: core.Step = {
    trained: new core.FlatParameters(new Map(Object.entries({ weight, unused }))),
    state: new core.FlatParameters(new Map()),
    gradients: new Float32Array(3).fill(9),
    loss: () => weight.square().sum(),
    update: (loss) => ({ loss, gradientNorm: 0, applied: true }),
  };
  const compiled = await onnxEngine().compile(step);
  step.trained.values.set([3, 4, 5]);
  const { loss } = await compiled.run({ x: tf.zeros([1]) }, { rng: core.rng(0), step: 0 });
  expect([loss, ...step.gradients]).toEqual([25, 6, 8, 0]);
  expect([...weight.dataSync()]).toEqual([1, 2]);
  await compiled.sync();
  expect([...weight.dataSync()]).toEqual([3, 4]);
  compiled.dispose();
  tf.dispose([weight, unused]);
});

test('a loss that reads a value on the host is refused at the first step, with the cure, and leaves the model as it was', async () => {
  const model = core.diagonalNormal({ eventShape: [2] }) as Model;
  const reading: Model = { ...model, objective: (x) => tf.scalar(model.logProb(x).mean().dataSync()[0] as number) };
  const before = valuesOf(model);
  const training = core.fit(reading, x, { rng: core.rng(0), steps: 1, engine: onnxEngine() });
  await expect(training).rejects.toMatchObject({ code: 'compile' });
  await expect(training).rejects.toThrow(/dataSync.*compute with tensors/);
  expect(valuesOf(model)).toEqual(before);
  model.dispose();
});

test.each([{ threads: -1 }, { threads: 1.5 }, { graphs: 0 }, { graphs: Number.NaN }])(
  'options %j are refused',
  (options) => {
    expect(() => onnxEngine(options)).toThrow(core.ConfigError);
    expect(() => onnxEngine(options)).toThrow(Object.keys(options)[0]);
  },
);
