import { createInterface } from 'node:readline';
import { type DensityModel, type Engine, fit, rng } from '@flows/core';
import { iaf, type MafOptions, maf } from '@flows/maf-iaf';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../backend.ts';
import { type EngineName, type Running, runners } from '../runners.ts';
import type { Model } from './model.ts';
import { peakMiB } from './peak-memory.ts';
import type { PeerArguments, Run } from './peer-process.ts';
import { Turnstile } from './turnstile.ts';

// Ours as a peer: the process that `PeerProcess` talks to. Its arguments are an engine and a workload.
const trainingRows = 10_000;

const families = { maf, iaf };

const optionsOf = ({ dims, hidden, layers, seed }: Model): MafOptions => ({
  dims,
  layers,
  hidden: [hidden, hidden],
  rng: rng(seed).fork('model'),
});

const say = (answer: object) =>
  new Promise<void>((done) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => done()));

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(engineName: EngineName, given: PeerArguments): Promise<void> {
  await startBackend();
  const runner = await runners[engineName]();
  const model = families[given.kind](optionsOf(given));
  const running = runner.running(model);
  const runs = {
    train: training(model, runner.engine, given),
    logProb: density(running, given),
    sample: sampling(running, given),
  };
  await runs[given.first](1);
  await say({ ready: true, coldStartSeconds: Date.now() / 1000 - given.startedAt });
  for await (const line of createInterface(process.stdin)) {
    const { run, repeat } = JSON.parse(line) as { run: Run | 'exit'; repeat: number };
    if (run === 'exit') break;
    const start = performance.now();
    await runs[run](repeat);
    await say({ ms: (performance.now() - start) / repeat });
  }
  await say({ peakMiB: peakMiB() });
  process.exit(0);
}

/** Steps of one `fit` that begins with the first of them and goes on and on, as a user calls it. */
function training(
  model: DensityModel<tf.Tensor2D>,
  engine: Engine,
  { dims, batch, learningRate, seed }: PeerArguments,
): (steps: number) => Promise<void> {
  const begin = () => {
    const turnstile = new Turnstile(engine);
    const data = rng(seed)
      .fork('data')
      .normals(trainingRows * dims);
    fit(
      model,
      { data, shape: [trainingRows, dims] },
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

/** Evaluations of log p of the same rows. */
function density(running: Running, { dims, rows, seed }: PeerArguments): (times: number) => Promise<void> {
  const values = rng(seed)
    .fork('rows')
    .normals(rows * dims);
  const x = tf.tensor2d(values, [rows, dims]);
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

const [engineName, given] = process.argv.slice(2) as [EngineName, string];
serve(engineName, JSON.parse(given)).catch(fail);
