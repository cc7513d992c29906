import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { type DensityModel, type Engine, fit, isDataInitialized, type Rng, rng, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../backend.ts';
import { type EngineName, type Running, runners } from '../runners.ts';
import { families } from './families.ts';
import { peakMiB } from './peak-memory.ts';
import type { PeerArguments, Run } from './peer-process.ts';
import { Turnstile } from './turnstile.ts';
import { wholeSampling } from './whole-sampling.ts';

// Ours as a peer: the process that `PeerProcess` talks to. Its arguments are an engine, which may be `whole`: compiled, and
// sampling by the whole network once an element; and a workload.

const say = (answer: object) =>
  new Promise<void>((done) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => done()));

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(name: EngineName | 'whole', given: PeerArguments): Promise<void> {
  await startBackend();
  const threads = given.threads < availableParallelism() ? given.threads : undefined;
  const runner = await runners[name === 'whole' ? 'compiled' : name]({ threads });
  const model = families[given.kind](given, rng(given.seed).fork('model')) as DensityModel;
  // `fit` does so itself, and its first step is timed with it.
  if (given.first !== 'train') initialize(model, given);
  const running = runner.running(model);
  const runs = {
    train: training(model, runner.engine, given),
    logProb: density(running, given),
    sample: name === 'whole' ? wholeSampling(given, { threads }) : sampling(running, given),
  };
  await runs[given.first](1);
  await say({ ready: true, coldStartSeconds: Date.now() / 1000 - given.startedAt });
  for await (const line of createInterface(process.stdin)) {
    const { run, repeat } = JSON.parse(line) as { run: Run | 'exit'; repeat: number };
    if (run === 'exit') break;
    const start = performance.now();
    const part = (await runs[run](repeat)) ?? 1;
    await say({ ms: (performance.now() - start) / repeat / part });
  }
  await say({ peakMiB: peakMiB() });
  process.exit(0);
}

/** Gives what takes its first values from data a batch of them. */
function initialize(model: DensityModel, { shape, batch, seed }: PeerArguments): void {
  if (!isDataInitialized(model)) return;
  const initial = rng(seed).fork('initialize');
  tf.tidy(() => model.initialize(initial.normal([batch, ...shape] as [number]), { rng: initial }));
}

/** Steps of one `fit` that begins with the first of them and goes on and on, as a user calls it. */
function training(
  model: DensityModel,
  engine: Engine,
  { shape, values, trainingRows, batch, learningRate, seed }: PeerArguments,
): (steps: number) => Promise<void> {
  const begin = () => {
    const turnstile = new Turnstile(engine);
    const data = numbers(rng(seed).fork('data'), trainingRows * sizeOf(shape), values);
    fit(
      model,
      { data, shape: [trainingRows, ...shape] },
      {
        rng: rng(seed).fork('training'),
        steps: Number.MAX_SAFE_INTEGER,
        batchSize: batch,
        optimizer: { rate: learningRate },
        engine: turnstile,
      },
    ).catch(fail);
    return turnstile;
  };
  let turnstile: Turnstile | undefined;
  return (steps) => {
    turnstile ??= begin();
    return turnstile.pass(steps);
  };
}

/** Standard normal numbers, or whole ones below `values`. */
const numbers = (rng: Rng, count: number, values: number | undefined): Float32Array =>
  values === undefined ? rng.normals(count) : rng.uniforms(count).map((u) => Math.floor(u * values));

/** Evaluations of log p of the same rows. */
function density(running: Running, { shape, values, rows, seed }: PeerArguments): (times: number) => Promise<void> {
  const x = tf.tensor(numbers(rng(seed).fork('rows'), rows * sizeOf(shape), values), [rows, ...shape]);
  return reading(() => running.logProb(x));
}

/** Draws of new samples, as many as the model has rows. */
function sampling(running: Running, { rows, seed }: PeerArguments): (times: number) => Promise<void> {
  const noise = rng(seed).fork('samples');
  return reading(() => running.sample(rows, { rng: noise }));
}

/** Runs whose results are each read by the host. */
const reading = (run: () => Promise<tf.Tensor>) => async (times: number) => {
  for (let i = 0; i < times; i++) {
    const result = await run();
    await result.data();
    result.dispose();
  }
};

const [engineName, given] = process.argv.slice(2) as [EngineName | 'whole', string];
serve(engineName, JSON.parse(given)).catch(fail);
