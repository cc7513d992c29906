import * as tf from '@tensorflow/tfjs';
import { expectClose } from './close.ts';
import type { DensityModel, Given } from './contract.ts';
import { type DensityModelSubject, logProbInOneContext } from './density-model-subject.ts';
import { goodnessOfFit } from './goodness-of-fit.ts';
import { massesOf } from './integral.ts';
import type { Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import type { Partition } from './partition.ts';
import { expectOneRowToChange, repeated, withRow } from './rows.ts';

/** How often right samples are called wrong: once in ten thousand seeds; the seed is fixed. */
const level = 1e-4;

export const sampleLaws: Laws<DensityModelSubject> = {
  'sample has count rows of the event shape, and leaks nothing': ({ part, given, rng, options }) => {
    const shape = [3, ...options.eventShape];
    const context = given('sample', 3);
    expectNoLeak(() => {
      const sample = part.sample(3, { rng: rng('sample'), ...context });
      sample.dispose();
      if (String(sample.shape) !== String(shape)) throw new Error(`sample: expected [${shape}], got [${sample.shape}]`);
    });
  },

  'the same seed gives the same sample, and another seed another': ({ part, given, rng }) => {
    const context = given('seed', 64);
    const sample = (seed: string) => part.sample(64, { rng: rng(seed), ...context });
    expectClose(sample('seed'), sample('seed'), { tolerance: 0, what: 'sample of the same seed' });
    if (same(sample('seed'), sample('another seed'))) throw new Error('sample: expected another seed to give another');
  },

  'temperature is 1 where none is given, and below 1 brings samples together': ({ part, given, rng }) => {
    const count = 500;
    const context = given('temperature', 1);
    const sample = (temperature?: number) => part.sample(count, { rng: rng('temperature'), temperature, ...context });
    expectClose(sample(1), sample(), { tolerance: 0, what: 'sample of temperature 1' });
    const [cool, warm] = [spread(part, sample(0.5), context), spread(part, sample(), context)];
    if (!(cool < warm)) throw new Error(`sample: expected a spread below ${warm} at temperature 0.5, got ${cool}`);
  },
};

/**
 * The variance of samples over all dimensions, or -mean log p of discrete ones, which falls towards a mode, where log p is
 * exact: a bound may be nearer or further from it there.
 */
function spread(part: DensityModel, samples: tf.Tensor, { context }: Given): number {
  return tf.tidy(() => {
    if (part.measure === 'density' || part.likelihood === 'lower-bound')
      return tf.moments(samples, 0).variance.sum().dataSync()[0] as number;
    const rows = context && repeated(context, samples.shape[0] as number);
    return part
      .logProb(samples, rows && { context: rows })
      .mean()
      .neg()
      .dataSync()[0] as number;
  });
}

export const sampleContextLaws: Laws<DensityModelSubject> = {
  'context of one row serves all samples, and of count rows each its own': ({ part, given, rng, tolerance }) => {
    const count = 64;
    const { context } = given('one row', 1) as Required<Given>;
    const copies = repeated(context, count);
    const sample = (context: tf.Tensor) => part.sample(count, { rng: rng('one row'), context });
    expectClose(sample(context), sample(copies), { tolerance, what: 'sample of one row of context' });
    // Among few values a sample stays what it is in a context that is much like another.
    const other = (given('another row', count).context as tf.Tensor).mul(part.measure === 'mass' ? 100 : 1);
    const oneOther = sample(withRow(copies, 1, other));
    expectOneRowToChange(sample(copies), oneOther, { row: 1, tolerance, what: 'sample in another context' });
  },
};

export const goodnessLaws = (partition: Partition): Laws<DensityModelSubject> => ({
  [`samples follow the density, by a χ² test at level ${level}`]: async (subject) => {
    const { part, given, rng } = subject;
    const masses = await massesOf(partition, logProbInOneContext(subject, 'goodness'));
    const samples = part.sample(2000, { rng: rng('goodness'), ...given('goodness', 1) });
    const probability = goodnessOfFit(await samples.data(), masses, partition);
    if (!(probability >= level)) {
      throw new Error(`sample: samples so far from the density have a probability of ${probability.toPrecision(2)}`);
    }
  },
});

const same = (a: tf.Tensor, b: tf.Tensor): boolean => tf.tidy(() => tf.equal(a, b).all().dataSync()[0] === 1);
