import * as tf from '@tensorflow/tfjs';
import { expectClose, expectFinite } from './close.ts';
import { compiledModelLaws, compiledSampleLaws, compiledTrainingLaws } from './compiled-laws.ts';
import type { DensityModel, Given, Library } from './contract.ts';
import {
  type DensityModelOptions,
  type DensityModelSubject,
  logProbInOneContext,
  partitionOf,
} from './density-model-subject.ts';
import { normal } from './domains.ts';
import { initializationLaws } from './initialization-laws.ts';
import { integralOf, massesOf } from './integral.ts';
import type { Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import type { Partition } from './partition.ts';
import { expectOneRowToChange, repeated, rowOf, withRow } from './rows.ts';
import { goodnessLaws, sampleContextLaws, sampleLaws } from './sample-laws.ts';
import { expectShapeError, wrongShapes } from './shape-error.ts';
import { fewPoints, shortTraining } from './short-training.ts';
import { batchRows } from './subject.ts';
import { trainableLaws } from './trainable-laws.ts';

/** What an integral may differ from 1 by. */
const integralTolerance = 0.01;

/** The laws that a density model of these options keeps. */
export function densityModelLaws(options: DensityModelOptions, library: Library): Laws<DensityModelSubject> {
  const compiled = library.compile !== undefined;
  const partition = partitionOf(options);
  return {
    ...logProbLaws,
    ...sampleLaws,
    ...((options.support ?? normal()).far ? farLaws : {}),
    ...(partition ? integralLaws(partition) : {}),
    ...(partition && options.samples !== false ? goodnessLaws(partition) : {}),
    ...(options.context === undefined ? {} : { ...contextLaws, ...sampleContextLaws }),
    ...(options.initialize ? initializationLaws : {}),
    ...(options.train === false ? {} : trainingLaws),
    ...(compiled ? compiledModelLaws : {}),
    ...(compiled && options.samplesOnHost !== true ? compiledSampleLaws : {}),
    ...(compiled && options.train !== false ? compiledTrainingLaws : {}),
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

  'a row that changes changes its own logProb alone': ({ part, draw, given, tolerance, options }) => {
    const [x, context] = [draw('row'), given('row')];
    const before = part.logProb(x, context);
    const after = part.logProb(withRow(x, 1, draw('another row')), context);
    // Two outcomes of discrete data may be as probable.
    if (options.constant || part.measure === 'mass') {
      expectClose(withRow(after, 1, before), before, { tolerance, what: 'logProb of the other rows' });
    } else expectOneRowToChange(before, after, { row: 1, tolerance, what: 'logProb' });
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

const farLaws: Laws<DensityModelSubject> = {
  '50 standard deviations out, logProb is finite': ({ part, support, draw, given, rng, options }) => {
    const far = support.far?.(rng('far'), draw('far').size) as Float32Array;
    const logProb = part.logProb(tf.tensor(far, [batchRows, ...options.eventShape]), given('far'));
    expectFinite(logProb, 'logProb');
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

const contextLaws: Laws<DensityModelSubject> = {
  'context changes logProb, each row of it its own': ({ part, draw, given, tolerance }) => {
    const [x, { context }] = [draw('context'), given('context') as Required<Given>];
    const other = withRow(context, 1, given('another context').context as tf.Tensor);
    const [before, after] = [part.logProb(x, { context }), part.logProb(x, { context: other })];
    expectOneRowToChange(before, after, { row: 1, tolerance, what: 'logProb' });
  },

  'context of one row serves all rows of x': ({ part, draw, given, tolerance }) => {
    const [x, { context }] = [draw('one row of context'), given('one row of context', 1) as Required<Given>];
    const each = part.logProb(x, { context: repeated(context, batchRows) });
    expectClose(part.logProb(x, { context }), each, { tolerance, what: 'logProb in one row of context' });
  },

  'context of neither one row nor as many as x or the sample is a ShapeError that says who': ({
    part,
    draw,
    given,
    rng,
  }) => {
    const { context } = given('surplus', batchRows + 1) as Required<Given>;
    for (const rows of [1, batchRows]) {
      const x = draw('surplus', rows);
      expectShapeError(() => part.logProb(x, { context }), context);
      expectShapeError(() => part.sample(rows, { rng: rng('surplus'), context }), context);
    }
  },
};

const trainingLaws: Laws<DensityModelSubject> = {
  'a short training lowers the loss and leaks nothing': async (subject) => {
    const { library, part } = subject;
    const trained = [...library.variablesOf(part).values()].filter((variable) => variable.trainable);
    if (trained.length === 0) return;
    const data = fewPoints(subject);
    const fitting = shortTraining(subject);
    const loss = (model: DensityModel) =>
      tf.tidy(() => model.logProb(data.x, data).mean().neg().dataSync()[0] as number);
    const model = (await library.load(await library.save(part), library.kinds)) as DensityModel;
    try {
      const before = loss(model);
      await expectNoLeak(() => library.fit(model, data, fitting));
      const after = loss(model);
      if (!(after < before))
        throw new Error(`fit: expected a loss below ${before} after ${fitting.steps} steps, got ${after}`);
    } finally {
      model.dispose();
    }
  },
};
