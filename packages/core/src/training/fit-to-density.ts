import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { requireCount, requireInRange } from '../shape.ts';
import { type Batch, isDataInitialized, partsOf } from '../trainable.ts';
import type { Batches } from './fit-data.ts';
import type { FitOptions, FitResult } from './fit-options.ts';
import { planOf } from './fit-plan.ts';
import { requireReparameterized } from './require-reparameterized.ts';
import { type Anneal, type LogDensity, reverseKl, type SampledDensity } from './reverse-kl.ts';
import { type NumericArray, Rows } from './rows.ts';
import { runTraining } from './run-training.ts';
import { Training } from './training.ts';

/**
 * How `fitToDensity` trains; what it shares with `fit` means the same there.
 *
 * - `batchSize`: samples a step; 256 where absent.
 * - `curveEvery`: steps from one point of the curve to the next; 100 where absent.
 * - `context`: `[rows, ...]` that the flow is conditioned on. Each step draws `batchSize` of the rows, with repetition,
 *   so that one row serves all samples.
 * - `anneal`: the inverse temperature β_t = min(1, `from` + t / `steps`) of log p̃ at step t; β = 1 throughout where
 *   absent. The paper has 0.01 and 10,000.
 */
export type FitToDensityOptions<X extends tf.Tensor = tf.Tensor> = Pick<
  FitOptions<X>,
  | 'rng'
  | 'batchSize'
  | 'optimizer'
  | 'schedule'
  | 'clipNorm'
  | 'averaging'
  | 'engine'
  | 'onProgress'
  | 'signal'
  | 'checkpoint'
  | 'resume'
> & {
  steps: number;
  curveEvery?: number;
  context?: tf.Tensor | NumericArray;
  anneal?: Anneal;
};

/**
 * Fits a flow q to a density p = p̃ / Z that is known up to its constant, without data: minimises the reverse
 * Kullback-Leibler divergence by samples that are drawn anew at each step, x = f(z_0), z_0 ~ π_0 (Rezende and Mohamed
 * 2015, section 6.1). The loop is that of `fit`.
 *
 *     KL(q ‖ p) = E_{z_0}[log π_0(z_0) - log|det ∂f/∂z_0| - log p̃(f(z_0))] + ln Z
 *
 * The losses, and those of the curve, are the expectation alone, in nats: at best -ln Z, where q is p. While β_t of
 * `anneal` is below 1 they are of F_β, and no bound.
 *
 * @throws ConfigError where options are missing, unknown or out of range, `resume` was written under others, or the
 *   model can not be trained so: it has no `sampleWithLogProb`, only a bound of log q, samples without gradients, or
 *   parts that wait for data.
 * @throws ShapeError where `logDensity` gives anything but one number for each row.
 * @throws DataError where the context is malformed or not finite.
 * @throws WeightsError where `resume` is malformed or of another model.
 * @throws FlowsError of code `diverged` where steps stay not finite and rolling back does not help.
 */
export async function fitToDensity<X extends tf.Tensor>(
  model: SampledDensity<X>,
  logDensity: LogDensity<X>,
  options: FitToDensityOptions<X>,
): Promise<FitResult> {
  requireOptions(options);
  requireSampled(model);
  const { curveEvery = 100, context, anneal, ...others } = options;
  const objective = { kind: 'reverse-kl', anneal: anneal ? { from: anneal.from, steps: anneal.steps } : null };
  const plan = { ...planOf<X>({ ...others, validateEvery: curveEvery }), objective };
  const given = context && (await Rows.from('fitToDensity: context', context));
  if (!plan.resume) {
    requireInitialized(model);
    await requireReparameterized('fitToDensity', model, { rng: plan.rng.fork('reparameterized'), context: given });
  }
  const data = draws<X>([plan.batchSize, ...model.eventShape], given);
  const loss = reverseKl(model, logDensity, anneal);
  return runTraining(new Training(model, plan, { data, steps: plan.steps, loss }));
}

/** One epoch without end of batches that say how many rows to draw, and what they are conditioned on. */
function draws<X extends tf.Tensor>(shape: [rows: number, ...event: number[]], context: Rows | undefined): Batches<X> {
  const batch = (rng: Rng): Batch<X> => {
    const x = tf.zeros(shape) as X;
    if (!context) return { x };
    const rows = Array.from({ length: shape[0] }, () => rng.integer(context.count));
    return { x, context: context.batch(0, rows.length, rows) };
  };
  async function* epoch(_: number, rng: Rng, skip: number): AsyncGenerator<Batch<X>> {
    for (let step = skip; ; step++) yield batch(rng.fork(step));
  }
  return { epoch, inOrder: (_, rng) => epoch(0, rng, 0) };
}

function requireOptions<X extends tf.Tensor>(options: FitToDensityOptions<X>): void {
  const shared: readonly (keyof FitToDensityOptions)[] = [
    'rng',
    'batchSize',
    'optimizer',
    'schedule',
    'clipNorm',
    'averaging',
    'engine',
    'onProgress',
    'signal',
    'checkpoint',
    'resume',
  ];
  const known: readonly string[] = [...shared, 'steps', 'curveEvery', 'context', 'anneal'];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(`fitToDensity: unknown option ${unknown}; expected one of ${known.join(', ')}`);
  }
  const { steps, curveEvery, anneal } = options;
  requireCount('fitToDensity', 'steps', steps);
  if (curveEvery !== undefined) requireCount('fitToDensity', 'curveEvery', curveEvery);
  if (anneal) {
    requireInRange('fitToDensity', 'anneal.from', anneal.from, 0, 1);
    requireCount('fitToDensity', 'anneal.steps', anneal.steps);
  }
}

function requireSampled<X extends tf.Tensor>({ sampleWithLogProb, likelihood, config }: SampledDensity<X>): void {
  if (typeof sampleWithLogProb !== 'function') {
    throw new ConfigError(
      `fitToDensity: expected a model with sampleWithLogProb, as a flow has, got ${JSON.stringify(config?.kind)}`,
    );
  }
  if (likelihood !== 'exact') {
    throw new ConfigError('fitToDensity: expected a model whose log q(x) is exact, got one with a bound from below');
  }
}

function requireInitialized<X extends tf.Tensor>(model: SampledDensity<X>): void {
  const waits = [...partsOf(model)].find(([, part]) => isDataInitialized(part) && part.initialized === false);
  if (waits) {
    throw new ConfigError(
      `fitToDensity: ${waits[0] || 'the model'} takes its first values from data, and there is none; call the model's initialize with rows that lie about where the density does`,
    );
  }
}
