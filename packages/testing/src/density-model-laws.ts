import * as tf from '@tensorflow/tfjs';
import { expectClose } from './close.ts';
import type { DensityModel, Given } from './contract.ts';
import {
  type DensityModelOptions,
  type DensityModelSubject,
  logProbInOneContext,
  partitionOf,
} from './density-model-subject.ts';
import { normal } from './domains.ts';
import { goodnessOfFit } from './goodness-of-fit.ts';
import { integralOf, massesOf } from './integral.ts';
import type { Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import type { Partition } from './partition.ts';
import { repeated, rowDiffers, rowOf, withRow } from './rows.ts';
import { expectShapeError, wrongShapes } from './shape-error.ts';
import { batchRows } from './subject.ts';
import { trainableLaws } from './trainable-laws.ts';

/** What an integral may differ from 1 by. */
const integralTolerance = 0.01;

/** How often right samples are called wrong: once in ten thousand seeds; the seed is fixed. */
const level = 1e-4;

/** The laws that a density model of these options keeps. */
export function densityModelLaws(options: DensityModelOptions): Laws<DensityModelSubject> {
  const partition = partitionOf(options);
  return {
    ...logProbLaws,
    ...sampleLaws,
    ...((options.support ?? normal()).far ? farLaws : {}),
    ...(partition ? integralLaws(partition) : {}),
    ...(partition && options.samples !== false ? goodnessLaws(partition) : {}),
    ...(options.context === undefined ? {} : contextLaws),
    ...(options.initialize ? initializationLaws : {}),
    ...(options.train === false ? {} : trainingLaws),
    ...trainableLaws,
  };
}

const logProbLaws: Laws<DensityModelSubject> = {
  'logProb has one number a row, and the same every time': ({ part, draw, given }) => {
    const [x, context] = [draw('logProb'), given('logProb')];
    const logProb = part.logProb(x, context);
    if (String(logProb.shape) !== String([batchRows])) {
      throw new Error(`logProb: expected shape [${batchRows}], got [${logProb.shape.join(', ')}]`);
    }
    expectClose(part.logProb(x, context), logProb, { tolerance: 0, what: 'logProb again' });
  },

  'a row that changes changes its own logProb alone': ({ part, draw, given, tolerance }) => {
    const [x, context] = [draw('row'), given('row')];
    const before = part.logProb(x, context);
    const after = part.logProb(withRow(x, 1, draw('another row')), context);
    expectClose(withRow(after, 1, before), before, { tolerance, what: 'logProb of the other rows' });
  },

  'a batch gives what its rows give one by one': ({ part, draw, given, tolerance }) => {
    const [x, { context }] = [draw('batch'), given('batch')];
    const rows = Array.from({ length: batchRows }, (_, i) =>
      part.logProb(rowOf(x, i), context && { context: rowOf(context, i) }),
    );
    expectClose(tf.concat(rows), part.logProb(x, { context }), { tolerance, what: 'logProb, row by row' });
  },

  'logProb leaks nothing and leaves its input as it was': ({ part, draw, given }) => {
    const [x, context] = [draw('leak'), given('leak')];
    expectNoLeak(() => part.logProb(x, context).dispose());
    expectClose(x, draw('leak'), { tolerance: 0, what: 'x' });
  },

  'a wrong rank or width is a ShapeError that says who, and leaks nothing': ({ part, given, options }) => {
    const context = given('shape');
    for (const shape of wrongShapes(batchRows, options.eventShape)) {
      const x = tf.zeros(shape);
      expectShapeError(() => part.logProb(x, context), x);
    }
  },
};

const sampleLaws: Laws<DensityModelSubject> = {
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

/** The variance of continuous samples over all dimensions; -mean log p of discrete ones, which falls towards a mode. */
function spread(part: DensityModel, samples: tf.Tensor, { context }: Given): number {
  return tf.tidy(() => {
    if (part.measure === 'density') return tf.moments(samples, 0).variance.sum().dataSync()[0] as number;
    const rows = context && repeated(context, samples.shape[0] as number);
    return part
      .logProb(samples, rows && { context: rows })
      .mean()
      .neg()
      .dataSync()[0] as number;
  });
}

const farLaws: Laws<DensityModelSubject> = {
  '50 standard deviations out, logProb is finite': ({ part, support, draw, given, rng, options }) => {
    const far = support.far?.(rng('far'), draw('far').size) as Float32Array;
    const logProb = part.logProb(tf.tensor(far, [batchRows, ...options.eventShape]), given('far'));
    if (!logProb.dataSync().every(Number.isFinite)) throw new Error(`logProb: got ${logProb.toString()}`);
  },
};

const integralLaws = (partition: Partition): Laws<DensityModelSubject> => ({
  [`its probabilities add up to 1 within ${integralTolerance}, or to less where logProb is a bound`]: async (
    subject,
  ) => {
    const { likelihood, measure } = subject.part;
    const integral = integralOf(await massesOf(partition, logProbInOneContext(subject, 'integral')));
    const enough = likelihood === 'lower-bound' || integral >= 1 - integralTolerance;
    if (!(enough && integral <= 1 + integralTolerance)) {
      throw new Error(`logProb: expected a ${measure} that adds up to 1 within ${integralTolerance}, got ${integral}`);
    }
  },
});

const goodnessLaws = (partition: Partition): Laws<DensityModelSubject> => ({
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

const contextLaws: Laws<DensityModelSubject> = {
  'context changes logProb, each row of it its own': ({ part, draw, given, tolerance }) => {
    const [x, { context }] = [draw('context'), given('context') as Required<Given>];
    const other = withRow(context, 1, given('another context').context as tf.Tensor);
    const [before, after] = [part.logProb(x, { context }), part.logProb(x, { context: other })];
    requireOneRow(before, after, tolerance, 'logProb');
  },

  'context of one row serves all samples, and of count rows each its own': ({ part, given, rng, tolerance }) => {
    const count = 64;
    const { context } = given('one row', 1) as Required<Given>;
    const copies = repeated(context, count);
    const sample = (context: tf.Tensor) => part.sample(count, { rng: rng('one row'), context });
    expectClose(sample(context), sample(copies), { tolerance, what: 'sample of one row of context' });
    const other = given('another row', count).context as tf.Tensor;
    if (same(sample(copies), sample(other))) throw new Error('sample: expected another context to change it');
    const oneOther = sample(withRow(copies, 1, other));
    expectClose(withRow(oneOther, 1, sample(copies)), sample(copies), { tolerance, what: 'the other samples' });
  },
};

const initializationLaws: Laws<DensityModelSubject> = {
  'use before initialize throws': ({ library, make, draw, given }) => {
    const fresh = make(library.rng('seed'));
    const [x, context] = [draw('fresh'), given('fresh')];
    let threw = false;
    try {
      fresh.logProb(x, context);
    } catch {
      threw = true;
    } finally {
      fresh.dispose();
    }
    if (!threw) throw new Error('logProb before initialize: expected an error, got a result');
  },
};

const trainingLaws: Laws<DensityModelSubject> = {
  'a short training lowers the loss and leaks nothing': async (subject) => {
    const { library, part, options } = subject;
    const trained = [...library.variablesOf(part).values()].filter((variable) => variable.trainable);
    if (trained.length === 0) return;
    const { steps = 20, rate = 0.01 } = options.train || {};
    const data = fewPoints(subject);
    const loss = (model: DensityModel) =>
      tf.tidy(() => model.logProb(data.x, data).mean().neg().dataSync()[0] as number);
    const model = (await library.load(await library.save(part), library.kinds)) as DensityModel;
    try {
      const before = loss(model);
      const fitting = { rng: subject.rng('fit'), steps, batchSize: 32, optimizer: { rate }, engine: library.engine };
      await expectNoLeak(() => library.fit(model, data, fitting));
      const after = loss(model);
      if (!(after < before)) throw new Error(`fit: expected a loss below ${before} after ${steps} steps, got ${after}`);
    } finally {
      model.dispose();
    }
  },
};

/** Four events, sixteen times each: a set that no fresh model fits as well as it could. */
function fewPoints({ draw, given }: DensityModelSubject): { x: tf.Tensor; context?: tf.Tensor } {
  const { context } = given('few points');
  return { x: repeated(draw('few points'), 16), context: context && repeated(context, 16) };
}

const same = (a: tf.Tensor, b: tf.Tensor): boolean => tf.tidy(() => tf.equal(a, b).all().dataSync()[0] === 1);

/** Requires that row 1, and no other, differs. */
function requireOneRow(before: tf.Tensor, after: tf.Tensor, tolerance: number, what: string): void {
  if (!rowDiffers(before, after, 1)) throw new Error(`${what}: expected row 1 to change, got the same`);
  expectClose(withRow(after, 1, before), before, { tolerance, what: `${what}, the other rows` });
}
