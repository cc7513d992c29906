import { type BijectorSubject, directions } from './bijector-subject.ts';
import { expectClose } from './close.ts';
import type { Compiled, DensityModel, FitOptions, Library, SampleOptions } from './contract.ts';
import type { DensityModelSubject } from './density-model-subject.ts';
import type { Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import { fewPoints, shortTraining } from './short-training.ts';
import { batchRows } from './subject.ts';

// The laws of what runs as a graph: it gives what the same functions give when tfjs runs them op by op.

/** What a loss may differ by, relative to max(1, |loss|), where it is summed in another order. */
const lossTolerance = 1e-4;
const comparedSteps = 20;

export const compiledMapLaws: Laws<BijectorSubject> = {
  'compiled, both directions are the eager ones': async (subject) => {
    const { library, part, draw, given, tolerance, options } = subject;
    for (const direction of directions) {
      if (options.onHost?.includes(direction)) continue;
      const [x, context] = [draw(direction, 'compiled'), given('compiled')];
      const expected = part[direction](x, context);
      await running(library, part[direction].bind(part), async (compiled) => {
        const { value, logDet } = await compiled(x, context);
        expectClose(value, expected.value, { tolerance, what: `value of compiled ${direction}` });
        expectClose(logDet, expected.logDet, { tolerance, what: `logDet of compiled ${direction}` });
      });
    }
  },
};

export const compiledModelLaws: Laws<DensityModelSubject> = {
  'compiled, logProb is the eager one': async ({ library, part, draw, given, tolerance }) => {
    const [x, context] = [draw('compiled'), given('compiled')];
    await running(library, part.logProb.bind(part), async (compiled) => {
      expectClose(await compiled(x, context), part.logProb(x, context), { tolerance, what: 'compiled logProb' });
    });
  },
};

export const compiledSampleLaws: Laws<DensityModelSubject> = {
  'compiled, the same seed gives the eager samples': async ({ library, part, rng, given, tolerance }) => {
    const { context } = given('compiled');
    const sample = (options: SampleOptions) => part.sample(batchRows, options);
    await running(library, sample, async (compiled) => {
      const [graph, eager] = [rng('compiled'), rng('compiled')];
      for (const what of ['first samples', 'next samples']) {
        const got = await compiled({ rng: graph, context, temperature: 0.8 });
        expectClose(got, sample({ rng: eager, context, temperature: 0.8 }), { tolerance, what });
      }
    });
  },
};

export const compiledTrainingLaws: Laws<DensityModelSubject> = {
  [`compiled, ${comparedSteps} steps of training have the losses of eager ones, and leak nothing`]: async (subject) => {
    const { library, part } = subject;
    const eager = await lossesOf(subject, {});
    const compiled = await lossesOf(subject, { engine: library.onnxEngine?.() });
    for (const [step, loss] of eager.entries()) {
      const difference = Math.abs((compiled[step] as number) - loss);
      if (!(difference <= lossTolerance * Math.max(1, Math.abs(loss)))) {
        throw new Error(`fit of ${part.config.kind}: expected ${loss} at step ${step}, got ${compiled[step]} compiled`);
      }
    }
  },
};

/** The losses of a copy of the model, step by step; none where nothing is trained. */
async function lossesOf(subject: DensityModelSubject, options: Partial<FitOptions>): Promise<number[]> {
  const { library, part } = subject;
  if (![...library.variablesOf(part).values()].some(({ trainable }) => trainable)) return [];
  const model = (await library.load(await library.save(part), library.kinds)) as DensityModel;
  const losses: number[] = [];
  const data = fewPoints(subject);
  const onProgress = ({ loss }: { loss: number }) => losses.push(loss);
  try {
    const fitting = { ...shortTraining(subject), ...options, steps: comparedSteps, onProgress };
    await expectNoLeak(() => library.fit(model, data, fitting));
  } finally {
    model.dispose();
  }
  if (losses.length !== comparedSteps) throw new Error(`fit: expected ${comparedSteps} losses, got ${losses.length}`);
  return losses;
}

async function running<Arguments extends readonly unknown[], Result>(
  library: Library,
  fn: (...args: Arguments) => Result,
  use: (compiled: Compiled<Arguments, Result>) => Promise<void>,
): Promise<void> {
  const compiled = library.compile?.(fn) as Compiled<Arguments, Result>;
  try {
    await use(compiled);
  } finally {
    compiled.dispose();
  }
}
