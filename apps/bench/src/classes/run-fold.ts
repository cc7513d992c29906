import { bitsPerDim, countParameters, type DensityModel, FlowsError, fit, rng, save } from '@flows/core';
import { maf } from '@flows/maf-iaf';
import { logProbs } from '../log-probs.ts';
import { behind } from '../preprocessing.ts';
import { runners } from '../runners.ts';
import { writeAtomically } from '../write-atomically.ts';
import { type ClassModel, classModelPath } from './class-model-path.ts';
import type { ClassSettings } from './class-settings.ts';
import type { Fold, FoldFit } from './fold-results.ts';
import type { LabelledFold } from './labelled-folds.ts';
import { oneHot } from './one-hot.ts';

/** Trains and measures both models of a fold, from generators of one state, and saves them. */
export async function runFold(
  data: LabelledFold,
  { fold, settings, out }: { fold: number; settings: ClassSettings; out: string },
): Promise<Fold> {
  const run = async (name: ClassModel) => {
    const model = modelOf(name, data, { fold, settings });
    try {
      const measured = await fitted(model, name, data, { fold, settings });
      writeAtomically(classModelPath(out, name, fold), save(model));
      return measured;
    } finally {
      model.dispose();
    }
  };
  return { fold, unconditional: await run('unconditional'), conditional: await run('conditional') };
}

const generatorOf = ({ fold, settings }: { fold: number; settings: ClassSettings }) =>
  rng(settings.seed).fork(`fold ${fold}`);

function modelOf(name: ClassModel, data: LabelledFold, of: { fold: number; settings: ClassSettings }): DensityModel {
  const context = name === 'conditional' ? data.classes : undefined;
  const sizes = { ...of.settings.architecture, dims: data.dims, rng: generatorOf(of).fork('model') };
  return behind(maf({ ...sizes, context }) as DensityModel, data);
}

async function fitted(
  model: DensityModel,
  name: ClassModel,
  data: LabelledFold,
  of: { fold: number; settings: ClassSettings },
): Promise<FoldFit> {
  const { classes, labels, dims } = data;
  const { training, epochs, engine } = of.settings;
  const given = (part: keyof typeof labels) => (name === 'conditional' ? oneHot(labels[part], classes) : undefined);
  const runner = await runners[engine]();
  const start = performance.now();
  const result = await fit(
    model,
    { x: data.train, context: given('train') },
    {
      ...training,
      epochs,
      rng: generatorOf(of).fork('training'),
      engine: runner.engine,
      validation: { x: data.validation, context: given('validation') },
    },
  );
  if (result.best === undefined) {
    throw new FlowsError('diverged', `${name} model, fold ${of.fold}: no log p of the validation part is finite`);
  }
  const trainSeconds = (performance.now() - start) / 1000;
  const running = runner.running(model);
  try {
    const logProb = await logProbs(running.logProb, data.test, { context: given('test') });
    return {
      bitsPerDim: bitsPerDim(logProb, { dims }).mean,
      validationBitsPerDim: result.best.validation / (dims * Math.LN2),
      parameters: countParameters(model),
      epochs: result.epochs,
      trainSeconds,
    };
  } finally {
    running.dispose();
  }
}
