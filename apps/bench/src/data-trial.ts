import {
  ConfigError,
  countParameters,
  type DensityModel,
  fit,
  isRecalibrated,
  ownersOf,
  type Rng,
  rng,
  save,
} from '@flows/core';
import { classContexts } from './class-context.ts';
import { asImages, type DataSet } from './data-set.ts';
import { loadData, nameOfData } from './data-sets.ts';
import { measure, timeModel } from './evaluate.ts';
import { logProbsPath, writeLogProbs } from './log-probs-file.ts';
import { modelPath } from './model-path.ts';
import { modelEntry } from './models.ts';
import { behind, figureShift, preprocessedTrain } from './preprocessing.ts';
import type { Training } from './profiles/profile.ts';
import type { Trial } from './results.ts';
import { type Runner, runners } from './runners.ts';
import { type Trained, type TrialOptions, train } from './train.ts';
import { trainingRows } from './training-rows.ts';
import type { TrialPlan } from './trial-plan.ts';
import { writeAtomically } from './write-atomically.ts';

/** Fits, measures, times and saves one model of a data set. */
export async function dataTrial(plan: TrialPlan, options: TrialOptions): Promise<Trial> {
  const data = await dataOf(plan);
  const generator = rng(plan.seed).fork(`${plan.model} on ${nameOfData(plan.data)}`);
  const start = performance.now();
  const model = await modelOf(plan, data, generator.fork('model'));
  try {
    const { training } = plan.config;
    const runner = await runners[options.engine](options);
    const trained =
      training === undefined
        ? { seconds: (performance.now() - start) / 1000, curve: [] }
        : await train(plan, options, {
            fitting: fittingOf(model, data, { training, runner, rng: generator.fork('training') }),
            shift: figureShift(data),
          });
    if (trained === 'aborted') return { ...plan, status: 'interrupted' };
    const trial = await measured(plan, model, { runner, data, trained, out: options.out });
    writeAtomically(modelPath(options.out, plan), save(model));
    return trial;
  } finally {
    model.dispose();
  }
}

const fittingOf =
  (
    model: DensityModel,
    data: DataSet,
    { training, runner, rng }: { training: Training; runner: Runner; rng: Rng },
  ): Parameters<typeof train>[2]['fitting'] =>
  (loop) => {
    const { anneal: _, ...options } = training;
    const { train, validation } = trainingRows(data);
    return fit(model, train, {
      ...options,
      recalibrate: training.recalibrate === true && ownersOf(model, isRecalibrated).length > 0,
      rng,
      engine: runner.engine,
      validation,
      ...loop,
    });
  };

/** The data of a trial as its model takes them. */
async function dataOf({ model, data, config }: TrialPlan): Promise<DataSet> {
  const loaded = await loadData(data, config);
  const { images, sounds, toldClass } = modelEntry(model);
  if ((sounds ?? false) !== (loaded.sound !== undefined)) {
    throw new ConfigError(`${model}: expected ${sounds ? 'sounds' : 'images or a table'}, got ${loaded.title}`);
  }
  const shaped = images ? asImages(loaded) : loaded;
  return toldClass ? { ...shaped, contexts: classContexts(loaded) } : shaped;
}

/**
 * How many points of a cell the bound of an image is a mean over: a convolutional network takes long, and the mean over
 * some thousand images of hundreds of pixels hardly knows the difference.
 */
const pointsOfImages = 2;

/** The model of the data as they come: fitted in closed form, or with its first weights. */
async function modelOf({ model, config }: TrialPlan, data: DataSet, rng: Rng): Promise<DensityModel> {
  const entry = modelEntry(model);
  if ('fitted' in entry) return behind(entry.fitted(await preprocessedTrain(data, rng), data), data);
  if (config.architecture === undefined) throw new Error(`${model}: the trial has no architecture`);
  const { dims, levels, imageShape, contexts, classes } = data;
  const told = contexts && { classes };
  const options = { ...config.architecture, dims, levels, imageShape, ...told, rng };
  return behind(entry.build(options), data, {
    noise: entry.noise?.(options),
    points: entry.images && pointsOfImages,
    logit: config.architecture.logit,
  });
}

async function measured(
  plan: TrialPlan,
  model: DensityModel,
  { runner, data, trained, out }: { runner: Runner; data: DataSet; trained: Trained; out: string },
): Promise<Trial> {
  const running = runner.running(model);
  try {
    const { importanceSamples } = plan.config;
    const { metrics, logProb } = await measure(running, model, data, { importanceSamples });
    if (!Number.isFinite(metrics.testNll)) {
      return { ...plan, status: 'failed', error: `the test NLL is ${metrics.testNll}: the model has diverged` };
    }
    if (data.kind === 'image' || data.kind === 'sound') writeLogProbs(logProbsPath(out, plan), logProb);
    return {
      ...plan,
      status: 'done',
      likelihood: model.likelihood,
      measure: model.measure,
      parameters: countParameters(model),
      metrics,
      cost: { trainSeconds: trained.seconds, stepMs: trained.stepMs, ...(await timeModel(running, model, data)) },
      curve: trained.curve,
    };
  } finally {
    running.dispose();
  }
}
