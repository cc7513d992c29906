import { bitsPerDim, DataError, type DensityModel, type NumericArray, nats, rng } from '@flows/core';
import { AgnosticMade } from '@flows/made';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, rowsOf, takeRows } from './data-set.ts';
import { importanceNll } from './importance-nll.ts';
import { logProbs } from './log-probs.ts';
import { median } from './median.ts';
import { figureShift, logitJacobian } from './preprocessing.ts';
import type { Cost, Metrics } from './results.ts';
import { drawnAtOnce, rowsAtOnce } from './rows-at-once.ts';
import type { Running } from './runners.ts';
import { bitsASample } from './sounds/bits-a-sample.ts';
import { samplesOfRows } from './sounds/sound-rows.ts';
import { toTensor } from './to-tensor.ts';

const timedRows = 1000;
const timedRuns = 5;
const mostMs = 5000;

/** What a model in use makes of a test set: log p of each row, in nats, and what follows from it. */
type Measured = { logProb: Float64Array; metrics: Metrics };

/**
 * The negative log-likelihood of the test set under a model in use, row by row and in the mean.
 *
 * - `importanceSamples`: how many an estimate of log p is made of, of models that have latents; 128 where absent.
 */
export async function measure(
  running: Running,
  model: DensityModel,
  data: DataSet,
  { importanceSamples }: { importanceSamples?: number } = {},
): Promise<Measured> {
  if (rowsOf(data.test) < 2) throw new DataError(`${data.name}: expected at least 2 rows to test on, got 1`);
  const logProb = await logProbs(running.logProb, data.test, {
    context: data.contexts?.test,
    atOnce: rowsAtOnce(model),
  });
  const { mean, standardError } = nats(logProb);
  const testNll = mean + figureShift(data);
  const metrics = {
    testNll,
    testNllStderr: standardError,
    ...inBits(data, logProb),
    ...(await inLogitSpace(model, data, logProb)),
    ...(await bestMember(model, data)),
    ...(await importanceNll(running, model, data, importanceSamples)),
    ...gapToEntropy(data, logProb),
  };
  return { logProb, metrics };
}

/** Of discrete data: bits a dimension; of sounds, bits a sample. */
function inBits(
  { levels, dims, sound, test }: DataSet,
  logProb: Float64Array,
): Pick<Metrics, 'bitsPerDim' | 'bitsPerDimStderr'> {
  if (levels === undefined) return {};
  const { mean, standardError } = sound ? bitsASample(logProb, samplesOfRows(test)) : bitsPerDim(logProb, { dims });
  return { bitsPerDim: mean, bitsPerDimStderr: standardError };
}

/** Of an ensemble of orders: the test NLL of the one that is best by itself. */
async function bestMember(model: DensityModel, data: DataSet): Promise<Pick<Metrics, 'bestMemberNll'>> {
  if (!(model instanceof AgnosticMade)) return {};
  const nlls: number[] = [];
  for (const member of model.members) {
    const logProb = await logProbs(async (x) => tf.tidy(() => member.logProb(x as tf.Tensor2D)), data.test);
    nlls.push(nats(logProb).mean);
  }
  return { bestMemberNll: Math.min(...nlls) };
}

/** The negative log-likelihood of z, the logit of the images, whose density differs by a Jacobian. */
async function inLogitSpace(
  model: DensityModel,
  data: DataSet,
  logProb: Float64Array,
): Promise<Pick<Metrics, 'logitNll' | 'logitNllStderr' | 'validationLogitShift'>> {
  const jacobian = logitJacobian(model, data);
  if (jacobian === undefined) return {};
  const logDetOf = (rows: NumericArray) => logProbs((x) => jacobian.logProb(x), rows);
  const logDet = await logDetOf(data.test);
  const { mean, standardError } = nats(logProb.map((value, i) => value - (logDet[i] as number)));
  const shift = data.validation && { validationLogitShift: -nats(await logDetOf(data.validation)).mean };
  return { logitNll: mean, logitNllStderr: standardError, ...shift };
}

/**
 * How much a model q's test NLL is above the entropy H of the true density p, an estimate of KL(p, q). Where log p is
 * known its mean over the same rows stands for -H, so that what the rows have by chance in common cancels:
 *
 *     mean log p(x) - log q(x)        or        -mean log q(x) - H
 */
function gapToEntropy(
  { test, entropy, trueLogProb }: DataSet,
  logProb: Float64Array,
): Pick<Metrics, 'gapToEntropy' | 'gapStderr'> {
  if (entropy === undefined) return {};
  const truth = trueLogProb?.(test);
  const { mean, standardError } = nats(truth ? logProb.map((value, i) => value - (truth[i] as number)) : logProb);
  return { gapToEntropy: truth ? mean : mean - entropy, gapStderr: standardError };
}

/**
 * Milliseconds that the densities and the samples of 1000 rows take: medians after a warm-up, of fewer runs where they
 * take long, and of as many rows as are computed at once where a model draws its samples in steps.
 */
export async function timeModel(
  running: Running,
  model: DensityModel,
  data: DataSet,
): Promise<Pick<Cost, 'logProbMsPer1000' | 'sampleMsPer1000'>> {
  const rows = takeRows(data.test, 0, Math.min(timedRows, rowsAtOnce(model)));
  const count = model.stages ? drawnAtOnce(model) : timedRows;
  const contexts = data.contexts?.test;
  const contextOf = (rows: number) => contexts && { context: toTensor(takeRows(contexts, 0, rows)) };
  const [x, given, one] = [toTensor(rows), contextOf(rowsOf(rows)), contextOf(1)];
  const generator = rng('timing');
  const logProbMs = await medianMs(() => running.logProb(x, given));
  const sampleMs = await medianMs(() => running.sample(count, { rng: generator, ...one }));
  tf.dispose([x, given?.context ?? [], one?.context ?? []]);
  return { logProbMsPer1000: (1000 * logProbMs) / rowsOf(rows), sampleMsPer1000: (1000 * sampleMs) / count };
}

async function medianMs(compute: () => Promise<tf.Tensor>): Promise<number> {
  const times: number[] = [];
  let spentMs = 0;
  for (let run = 0; run <= timedRuns && (run < 2 || spentMs < mostMs); run++) {
    const start = performance.now();
    const result = await compute();
    await result.data();
    const ms = performance.now() - start;
    times.push(ms);
    spentMs += ms;
    result.dispose();
  }
  return median(times.slice(1));
}
