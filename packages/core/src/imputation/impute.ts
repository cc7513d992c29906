import * as tf from '@tensorflow/tfjs';
import { contextOf, type DensityModel } from '../density-model.ts';
import { ConfigError, DomainError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { requireCount, requireEvent, sizeOf } from '../shape.ts';
import { variablesOf } from '../trainable.ts';
import { turns } from '../turns.ts';
import { completeByChain } from './chain-imputer.ts';
import { Gaps } from './gaps.ts';
import { type Completed, type Imputer, imputerOf } from './imputer.ts';

/**
 * - `rng`: what is drawn comes from; called again with the same generator it draws anew.
 * - `missing`: of x's shape, not 0 where an element is missing beside those that are NaN.
 * - `context`: `[batch, ...]`, or one row that serves all.
 * - `particles`: N, the weighted candidates a row where it is not exact; 64 where absent. Of an ensemble of K members
 *   each draws ⌈N / K⌉, and so one at least; a chain starts from one of 2 at least.
 * - `steps`: of a chain; 200 where absent.
 */
export type ImputeOptions = {
  rng: Rng;
  missing?: tf.Tensor;
  context?: tf.Tensor;
  particles?: number;
  steps?: number;
};

/**
 * How a row was completed.
 *
 * - `exact`: by a draw from p(x_missing | x_observed).
 * - `importance`: by one of N weighted candidates, worth `effectiveSampleSize` independent ones: near 1 means that a
 *   single candidate had all the weight, and more are wanted.
 * - `chain`: by a chain that started from one of N weighted candidates, worth `effectiveSampleSize` independent ones;
 *   `acceptance` is the share of its proposals that were accepted.
 */
export type ImputedRow =
  | { readonly method: 'exact' }
  | { readonly method: 'importance'; readonly effectiveSampleSize: number }
  | { readonly method: 'chain'; readonly effectiveSampleSize: number; readonly acceptance: number };

export type ImputationMethod = ImputedRow['method'];

/** The rows without gaps, the weakest method that any of them needed, and what is known of each. */
export type Imputed<X extends tf.Tensor> = { x: X; method: ImputationMethod; rows: readonly ImputedRow[] };

/** How many numbers the candidates of one chunk of rows hold at most, 128 MiB of them, if it has more than one row. */
const CHUNK = 2 ** 25;

/**
 * Completes rows by drawing their missing elements given the others, x_missing ~ p(x_missing | x_observed).
 *
 * It is exact where the model's order allows it: of MADE where all that is missing comes after all that is observed, of
 * MAF and IAF where it does so in every layer, of a coupling where nothing that it reads is missing, of any model where all
 * or nothing is. MADE otherwise draws N
 * candidates element by element and weighs them by the conditionals of what is observed; any other density completes
 * rows by a short chain, see `metropolis`. These two are approximations. Rows are completed in chunks, so that what the
 * candidates of many rows hold stays within 128 MiB or so.
 *
 * @param x `[batch, ...eventShape]`; missing elements are NaN. Observed ones come back as they are.
 * @throws ShapeError where x, `missing` or the context has another shape.
 * @throws DataError where an observed element is infinite, or there is no row.
 * @throws DomainError where the observed elements of a row are off the model's support, or it gives them no density
 * that float32 holds.
 * @throws ConfigError where a count is none, or the model has neither an exact density nor a way of its own.
 */
export async function impute<X extends tf.Tensor>(
  model: DensityModel<X>,
  x: X,
  { rng, missing, context, particles = 64, steps = 200 }: ImputeOptions,
): Promise<Imputed<X>> {
  requireEvent('impute', 'x', x, model.eventShape);
  requireCount('impute', 'particles', particles);
  requireCount('impute', 'steps', steps);
  const gaps = await Gaps.from(x, missing);
  const imputer = imputerOf(model);
  const ways = Array.from({ length: gaps.count }, (_, row) => wayOf(imputer, gaps.missingOf(row)));
  if (ways.includes('chain')) requireDensity(model);
  const each = numbersOf(model, imputer);
  const rows: ImputedRow[] = ways.map(() => ({ method: 'exact' }));
  const contexts = context && contextOf('impute', gaps.count, context);
  const job = { model, imputer, gaps, contexts, rng, particles, steps, turn: turns() };
  try {
    for (const way of ['sample', 'exact', 'importance', 'chain'] as const) {
      const candidates = way === 'importance' || way === 'chain' ? particles : 1;
      const size = Math.max(1, Math.floor(CHUNK / (each * candidates)));
      const taken = ways.flatMap((other, row) => (other === way ? [row] : []));
      for (let from = 0; from < taken.length; from += size) {
        const chunk = taken.slice(from, from + size);
        await job.turn();
        for (const [i, row] of (await completeChunk(job, way, chunk)).entries()) rows[chunk[i] as number] = row;
      }
    }
  } finally {
    contexts?.dispose();
  }
  const weakest = (['chain', 'importance'] as const).find((method) => rows.some((row) => row.method === method));
  return { x: gaps.toTensor() as X, method: weakest ?? 'exact', rows };
}

/** `sample` where all of a row is missing, `nothing` where no element is. */
type Way = 'nothing' | 'sample' | ImputationMethod;

type Job<X extends tf.Tensor> = {
  readonly model: DensityModel<X>;
  readonly imputer: Imputer<X> | undefined;
  readonly gaps: Gaps;
  readonly contexts: tf.Tensor | undefined;
  readonly rng: Rng;
  readonly particles: number;
  readonly steps: number;
  turn(): Promise<void>;
};

function wayOf(imputer: Imputer | undefined, missing: readonly boolean[]): Way {
  if (!missing.includes(true)) return 'nothing';
  if (!missing.includes(false)) return 'sample';
  return imputer?.method(missing) ?? 'chain';
}

/**
 * About how many numbers a candidate holds: what the imputer says, one for each unit, of which each has its bias, and
 * four of each element: sample, candidate, and what a map makes of either.
 */
function numbersOf(model: DensityModel, imputer: Imputer | undefined): number {
  const biases = [...variablesOf(model).values()].filter(({ rank }) => rank === 1);
  const units = biases.reduce((sum, { size }) => sum + size, 0);
  return (imputer?.size ?? 0) + units + 4 * sizeOf(model.eventShape);
}

/** Completes some rows by one way, and says how. */
async function completeChunk<X extends tf.Tensor>(
  job: Job<X>,
  way: Exclude<Way, 'nothing'>,
  chunk: readonly number[],
): Promise<ImputedRow[]> {
  const { gaps, contexts } = job;
  const { x, missing } = gaps.batch(chunk);
  const context = contexts && tf.tidy(() => tf.gather(contexts, tf.tensor1d([...chunk], 'int32')));
  const completed = await complete(job, way, x as X, missing, context).finally(() => tf.dispose([x, missing, context]));
  try {
    const sizes = await completed.effectiveSampleSize?.data();
    const acceptance = await completed.acceptance?.data();
    requireDensities(chunk, sizes);
    gaps.fill(chunk, await completed.x.data());
    return chunk.map((_, i) => {
      if (way === 'sample' || way === 'exact') return { method: 'exact' };
      const effectiveSampleSize = (sizes as Float32Array)[i] as number;
      if (way === 'importance') return { method: way, effectiveSampleSize };
      return { method: way, effectiveSampleSize, acceptance: (acceptance as Float32Array)[i] as number };
    });
  } finally {
    tf.dispose(completed);
  }
}

async function complete<X extends tf.Tensor>(
  { model, imputer, rng, particles, steps, turn }: Job<X>,
  way: Exclude<Way, 'nothing'>,
  x: X,
  missing: tf.Tensor,
  context: tf.Tensor | undefined,
): Promise<Completed<X> & { acceptance?: tf.Tensor1D }> {
  if (way === 'sample') return { x: model.sample(x.shape[0] as number, { rng, context }) };
  if (way === 'chain') return completeByChain(model, x, missing, { rng, particles, context, steps, turn });
  return (imputer as Imputer<X>).complete(x, missing, { rng, particles: way === 'exact' ? 1 : particles, context });
}

/** @throws DomainError naming the first row none of whose candidates has a weight. */
function requireDensities(chunk: readonly number[], sizes: ArrayLike<number> | undefined): void {
  const row = chunk.find((_, i) => sizes && Number.isNaN(sizes[i]));
  if (row === undefined) return;
  throw new DomainError(
    `impute: expected observed elements to which the model gives a density above 0, got none in row ${row} with any candidate; are they off its support, far from the data, or in other units?`,
  );
}

/** @throws ConfigError where there is no density that a chain could follow. */
function requireDensity({ measure, likelihood, config }: DensityModel): void {
  if (measure === 'density' && likelihood === 'exact') return;
  const came = measure === 'mass' ? 'one of discrete data' : 'a bound from below';
  throw new ConfigError(
    `impute: expected an exact density, or a model that completes rows itself as made does, got ${came} (${config.kind}); complete rows of its continuous model instead`,
  );
}
