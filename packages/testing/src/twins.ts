import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectClose } from './close.ts';
import type { DataInitialized, DensityModel, Library, Rng } from './contract.ts';
import { twinDraws } from './twin-draws.ts';
import { twinImages, twinLevels } from './twin-images.ts';

/** The number around which weights start whose path ends so, and how far from it they may be: the first that fits. */
type Start = Readonly<Record<string, readonly (number | string)[]>>;

/**
 * What an implementation of the same model in Python gave, in float64, from the same weights and batches.
 *
 * - `options`: of the model; where it takes a context, row i of each batch is of the class i mod its width, one-hot.
 * - `levels`: how many whole numbers from 0 a pixel may be; any real number where absent.
 * - `logProb`: of `rows` images before training, in nats.
 * - `losses`: of each batch of `batch` images, before its step of Adam at `rate`.
 * - `trained`: the mean -log p of the rows after the last step.
 */
export type Twin = {
  readonly options: { readonly [name: string]: unknown; readonly context?: number };
  readonly levels?: number;
  readonly start: Start;
  readonly rate: number;
  readonly rows: number;
  readonly batch: number;
  readonly logProb: readonly number[];
  readonly losses: readonly number[];
  readonly trained: number;
};

type Batch = { x: tf.Tensor; context?: tf.Tensor };

/** What twins need of the library. */
type TwinLibrary = Pick<Library, 'rng' | 'variablesOf'> & {
  fit(
    model: DensityModel,
    data: () => Iterable<Batch>,
    options: {
      rng: Rng;
      steps: number;
      optimizer: { rate: number };
      // biome-ignore lint/suspicious/noExplicitAny: the library's own engine is handed back to it
      engine?: any;
      onProgress(progress: { readonly loss: number }): void;
    },
  ): Promise<unknown>;
  onnxEngine(): unknown;
};

type Initialized = DensityModel & DataInitialized;

const firstSteps = 20;

/** Tests that a model and its twin in Python give the same log-densities and train alike. */
export function twins(library: TwinLibrary) {
  const { rng, variablesOf, onnxEngine } = library;
  return function describeTwin(name: string, make: (rng: Rng) => DensityModel, twin: Twin): void {
    describe(`${name} and its twin in PyTorch`, () => {
      let model: DensityModel;
      beforeAll(() => {
        model = make(rng('twin'));
        for (const [path, variable] of variablesOf(model)) {
          if (variable.trainable) assign(path, variable, twin.start);
        }
        tf.tidy(() => {
          const { x, context } = batchOf('batch 0', twin.batch, model, twin);
          if ('initialize' in model) (model as Initialized).initialize(x, { rng: rng('initialize'), context });
        });
      });
      afterAll(() => model?.dispose());

      test('give the same log-densities', () => {
        expectClose(logProb(model, twin), twin.logProb, { tolerance: 1e-5, what: 'log-densities' });
      });

      test(`have the same losses over ${twin.losses.length} steps`, async () => {
        const losses: number[] = [];
        await library.fit(model, () => batches(model, twin), {
          rng: rng('training'),
          steps: twin.losses.length,
          optimizer: { rate: twin.rate },
          engine: onnxEngine(),
          onProgress: ({ loss }) => losses.push(loss),
        });
        for (const [step, expected] of twin.losses.entries()) {
          requireNear(`the loss of step ${step + 1}`, losses[step], expected, step < firstSteps ? 1e-3 : 1e-2);
        }
        const trained = -logProb(model, twin).reduce((sum, value) => sum + value / twin.rows, 0);
        requireNear('the mean -log p after training', trained, twin.trained, 1e-2);
      });
    });
  };
}

function logProb(model: DensityModel, twin: Twin): number[] {
  return tf.tidy(() => {
    const { x, context } = batchOf('rows', twin.rows, model, twin);
    return [...model.logProb(x, { context }).dataSync()];
  });
}

function* batches(model: DensityModel, twin: Twin): Generator<Batch> {
  for (const step of twin.losses.keys()) yield batchOf(`batch ${step}`, twin.batch, model, twin);
}

function batchOf(name: string, count: number, { eventShape }: DensityModel, twin: Twin): Batch {
  const { levels, options } = twin;
  const { context } = options;
  const numbers = levels === undefined ? twinImages(name, count) : twinLevels(name, count, levels);
  const x = tf.tensor(numbers, [count, ...eventShape]);
  if (context === undefined) return { x };
  const oneHot = Float32Array.from({ length: count * context }, (_, i) =>
    Number(Math.floor(i / context) % context === i % context),
  );
  return { x, context: tf.tensor(oneHot, [count, context]) };
}

/** Gives a variable the weights that its twin starts from. */
function assign(path: string, variable: tf.Variable, start: Start): void {
  const [, [around, spread] = []] = Object.entries(start).find(([end]) => path.endsWith(end)) ?? [];
  const [draw, columns] = [twinDraws(path), variable.shape.at(-1) as number];
  const centre = (i: number) =>
    around === 'identity' ? Number(Math.floor(i / columns) === i % columns) : (around as number);
  const values = Float32Array.from(
    { length: variable.size },
    (_, i) => centre(i) + (spread as number) * (2 * draw() - 1),
  );
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** @throws Error where a value is further than `most` of what was expected from it. */
function requireNear(what: string, got: number | undefined, expected: number, most: number): void {
  if (got !== undefined && Math.abs(got - expected) <= most * Math.abs(expected)) return;
  throw new Error(`twin: expected ${what} to be ${expected} within ${most} of it, got ${got}`);
}
