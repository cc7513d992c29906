import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DensityModel, Library, Rng, SampleOptions } from './contract.ts';
import { densityModelLaws } from './density-model-laws.ts';
import { type DensityModelOptions, densityModelSubject } from './density-model-subject.ts';
import { integers } from './domains.ts';
import { check } from './law.ts';
import { toyLibrary } from './toy-library.ts';
import { toyCoins, toyFlow, toyKinds } from './toy-parts.ts';
import { trainableLaws } from './trainable-laws.ts';

type LogProb = DensityModel['logProb'];

/** The toy flow with another log-density. */
const logProbOf =
  (change: (logProb: LogProb) => LogProb) =>
  (rng: Rng): DensityModel => {
    const toy = toyFlow({ rng });
    return { ...toy, logProb: change(toy.logProb) };
  };

/** The toy flow with another sampler. */
const samplerOf =
  (change: (sample: DensityModel['sample']) => DensityModel['sample']) =>
  (rng: Rng): DensityModel => {
    const toy = toyFlow({ rng });
    return { ...toy, sample: change(toy.sample) };
  };

const oneNumber = 'logProb has one number a row, and the same every time';
const oneRow = 'a row that changes changes its own logProb alone';
const batch = 'a batch gives what its rows give one by one';
const leak = 'logProb leaks nothing and leaves its input as it was';
const shape = 'a wrong rank or width is a ShapeError that says who, and leaks nothing';
const sampleShape = 'sample has count rows of the event shape, and leaks nothing';
const seed = 'the same seed gives the same sample, and another seed another';
const temperature = 'temperature is 1 where none is given, and below 1 brings samples together';
const far = '50 standard deviations out, logProb is finite';
const integral = 'its probabilities add up to 1 within 0.01, or to less where logProb is a bound';
const goodness = 'samples follow the density, by a χ² test at level 0.0001';
const context = 'context changes logProb, each row of it its own';
const oneContext = 'context of one row serves all rows of x';
const contextRows = 'context of neither one row nor as many as x or the sample is a ShapeError that says who';
const sampleContext = 'context of one row serves all samples, and of count rows each its own';
const training = 'a short training lowers the loss and leaks nothing';

const scaled = (factor: number) => samplerOf((sample) => (n, options) => sample(n, options).mul(factor));
const withOptions = (change: (options: SampleOptions) => SampleOptions) =>
  samplerOf((sample) => (count, options) => sample(count, change(options)));

type Broken = [claim: string, how: string, make: (rng: Rng) => DensityModel, options?: Partial<DensityModelOptions>];

const broken: Broken[] = [
  [oneNumber, 'logProb is random', logProbOf((logProb) => (x, given) => logProb(x, given).add(Math.random()))],
  [oneNumber, 'logProb is a column', logProbOf((logProb) => (x, given) => logProb(x, given).expandDims(1) as never)],
  [oneRow, 'logProb is a constant', logProbOf((logProb) => (x, given) => logProb(x, given).mul(0))],
  [
    oneRow,
    'logProb is the mean of the batch',
    logProbOf((logProb) => (x, given) => {
      const each = logProb(x, given);
      return tf.onesLike(each).mul(each.mean());
    }),
  ],
  [
    batch,
    'logProb depends on the number of rows',
    logProbOf((logProb) => (x, given) => logProb(x, given).add(x.shape[0] as number)),
  ],
  [leak, 'a tensor is left behind', logProbOf((logProb) => (x, given) => logProb(x, given).add(tf.keep(tf.scalar(0))))],
  [
    leak,
    'the input is written into',
    logProbOf((logProb) => (x, given) => {
      const made = logProb(x, given);
      x.dataSync().fill(0);
      return made;
    }),
  ],
  [
    shape,
    'any width is taken',
    logProbOf((logProb) => (x, given) => (x.shape[1] === 2 ? logProb(x, given) : tf.zeros([4]))),
  ],
  [
    sampleShape,
    'one row too many',
    samplerOf((sample) => (count, options) => sample(count + 1, { ...options, context: undefined })),
  ],
  [
    sampleShape,
    'a tensor is left behind',
    samplerOf((sample) => (n, options) => sample(n, options).add(tf.keep(tf.scalar(0)))),
  ],
  [seed, 'the sampler is not seeded', samplerOf((sample) => (n, options) => sample(n, options).add(Math.random()))],
  [seed, 'the seed is ignored', withOptions((options) => ({ ...options, rng: toyLibrary({}).rng(0) }))],
  [temperature, 'temperature is ignored', withOptions(({ temperature: _, ...options }) => options)],
  [
    temperature,
    'temperature is 0.9 where none is given',
    withOptions((options) => ({
      temperature: 0.9,
      ...options,
      ...(options.temperature === undefined && { temperature: 0.9 }),
    })),
  ],
  [
    temperature,
    'temperature is ignored by a discrete model',
    () => {
      const toy = toyCoins();
      return { ...toy, sample: (n, { rng }) => toy.sample(n, { rng }) };
    },
    { support: integers(2), context: undefined },
  ],
  [far, 'logProb is minus infinity', logProbOf((logProb) => (x, given) => logProb(x, given).exp().log())],
  [integral, 'the density is 3 % too high', logProbOf((logProb) => (x, given) => logProb(x, given).add(0.03))],
  [integral, 'the density is 3 % too low', logProbOf((logProb) => (x, given) => logProb(x, given).sub(0.03))],
  [
    integral,
    'the outcomes add up to more than 1',
    () => {
      const toy = toyCoins();
      return { ...toy, logProb: (x) => toy.logProb(x).add(0.03) };
    },
    { support: integers(2), context: undefined },
  ],
  [
    integral,
    'a bound adds up to more than 1',
    (rng) => ({ ...logProbOf((logProb) => (x, given) => logProb(x, given).add(0.03))(rng), likelihood: 'lower-bound' }),
  ],
  [goodness, 'samples are spread 12 % too far', scaled(1.12)],
  [goodness, 'samples are spread 12 % too little', scaled(0.88)],
  [
    goodness,
    'samples are shifted by a fifth of a standard deviation',
    samplerOf((sample) => (n, options) => sample(n, options).add(0.2)),
  ],
  [
    goodness,
    'samples of two dimensions are correlated',
    samplerOf((sample) => (n, options) => {
      const [first, second] = sample(n, options).split(2, 1) as [tf.Tensor, tf.Tensor];
      return tf.concat([first, second.mul(0.95).add(first.mul(0.31))], 1);
    }),
  ],
  [
    goodness,
    'a coin falls too often on one side',
    () => {
      const toy = toyCoins();
      return { ...toy, sample: (n, { rng }) => toy.sample(n, { rng, temperature: 0.7 }) };
    },
    { support: integers(2), context: undefined },
  ],
  [context, 'context is ignored', logProbOf((logProb) => (x) => logProb(x))],
  [
    context,
    'the first row of context serves all',
    logProbOf((logProb) => (x, given) => logProb(x, given?.context && { context: given.context.slice(0, 1) })),
  ],
  [
    oneContext,
    'rows of context that are missing are taken to be zeros',
    logProbOf((logProb) => (x, given) => {
      const { context } = given ?? {};
      const missing: [number, number] = [0, context?.shape[0] === 1 ? (x.shape[0] as number) - 1 : 0];
      return logProb(x, context && { context: context.pad([missing, [0, 0]]) });
    }),
  ],
  [
    contextRows,
    'logProb leaves out rows of context that are too many',
    logProbOf((logProb) => (x, given) => logProb(x, given?.context && { context: given.context.slice(0, 1) })),
  ],
  [
    contextRows,
    'the sampler leaves out rows of context that are too many',
    withOptions((options) => ({ ...options, context: options.context?.slice(0, 1) })),
  ],
  [sampleContext, 'the sampler ignores context', withOptions((options) => ({ ...options, context: undefined }))],
  [
    sampleContext,
    'the first row of context serves all samples',
    withOptions((options) => ({ ...options, context: options.context?.slice(0, 1) })),
  ],
];

const library = toyLibrary(toyKinds);
const defaults: DensityModelOptions = { eventShape: [2], context: 1 };

async function checking(
  make: (rng: Rng) => DensityModel,
  options: DensityModelOptions,
  claim: string,
  from: Library = library,
) {
  const law = densityModelLaws(options, from)[claim];
  if (law === undefined) throw new Error(`no law claims that ${claim}`);
  await check(async () => {
    const subject = await densityModelSubject(from, make, options);
    await check(law, subject);
  }, undefined);
}

test.each(broken)('"%s" is broken where %s', async (claim, _, make, options) => {
  await expect(checking(make, { ...defaults, ...options }, claim)).rejects.toThrow(/expected|have a probability of/);
});

test.each([
  ['the weights do not move', async () => {}, 'expected a loss below'],
  [
    'the loss rises',
    (model, data, options) => library.fit(model, data, { ...options, optimizer: { rate: -0.1 } }),
    'expected a loss below',
  ],
  [
    'a tensor is left behind',
    async (model, data, options) => {
      await library.fit(model, data, options);
      tf.keep(tf.scalar(1));
    },
    'expected the tensor count',
  ],
] satisfies [string, Library['fit'], string][])(`"${training}" is broken where %s`, async (_, fit, message) => {
  await expect(checking((rng) => toyFlow({ rng }), defaults, training, { ...library, fit })).rejects.toThrow(message);
});

test("every law of density models, beside those that bijectors' tests break, has a model that breaks it", () => {
  const own = Object.keys(densityModelLaws(defaults, library)).filter((claim) => !(claim in trainableLaws));
  expect(new Set([...broken.map(([claim]) => claim), training])).toEqual(new Set(own));
});

test('a bound may add up to less than 1', async () => {
  const make = (rng: Rng): DensityModel => ({
    ...logProbOf((logProb) => (x, given) => logProb(x, given).sub(1))(rng),
    likelihood: 'lower-bound',
  });
  await checking(make, defaults, integral);
});

test('laws that do not apply are not claimed', () => {
  const claimsOf = (options: DensityModelOptions) => Object.keys(densityModelLaws(options, library));
  for (const claim of [context, oneContext, contextRows, sampleContext])
    expect(claimsOf({ eventShape: [2] })).not.toContain(claim);
  for (const claim of [integral, goodness]) expect(claimsOf({ eventShape: [3] })).not.toContain(claim);
  expect(claimsOf({ eventShape: [2], samples: false })).not.toContain(goodness);
  expect(claimsOf({ eventShape: [2], train: false })).not.toContain(training);
});
