import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { bijectorLaws } from './bijector-laws.ts';
import { bijectorSubject } from './bijector-subject.ts';
import type { FitOptions, Library } from './contract.ts';
import { densityModelLaws } from './density-model-laws.ts';
import { densityModelSubject } from './density-model-subject.ts';
import { check } from './law.ts';
import { toyLibrary } from './toy-library.ts';
import { toyBijector, toyFlow, toyKinds } from './toy-parts.ts';

const library = toyLibrary(toyKinds);

/** Numbers and tensors within results, each of them `off`. */
const shifted = (value: unknown, off: number): unknown =>
  value instanceof tf.Tensor
    ? value.add(off)
    : Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, shifted(item, off)]));

/** A compiler that runs functions as they are, and changes what they give by `off`. */
const compiling = (off: number): Library => ({
  ...library,
  compile: <const Arguments extends readonly unknown[], Result>(fn: (...args: Arguments) => Result) =>
    Object.assign(async (...args: Arguments) => shifted(fn(...args), off) as Result, { dispose: () => {} }),
  onnxEngine: () => off,
  fit: (model, data, options: FitOptions) => {
    const onProgress = ({ loss }: { loss: number }) => options.onProgress?.({ loss: loss + (options.engine ?? 0) });
    return library.fit(model, data, { ...options, onProgress });
  },
});

async function keep(off: number, claim: RegExp): Promise<void> {
  const from = compiling(off);
  const options = { eventShape: [2], context: 1 };
  const bijectors = bijectorLaws(options, from);
  const models = densityModelLaws(options, from);
  await check(async () => {
    const bijector = await bijectorSubject(from, (rng) => toyBijector({ rng }), options);
    const model = await densityModelSubject(from, (rng) => toyFlow({ rng }), options);
    for (const [name, law] of Object.entries(bijectors)) if (claim.test(name)) await check(law, bijector);
    for (const [name, law] of Object.entries(models)) if (claim.test(name)) await check(law, model);
  }, undefined);
}

const claims = [/both directions/, /compiled, logProb/, /eager samples/, /steps of training/];

test.each(claims)('what runs as it is keeps the law of %s', async (claim) => keep(0, claim));

test.each(claims)('what runs otherwise breaks the law of %s', async (claim) => {
  await expect(keep(0.01, claim)).rejects.toThrow(/expected/);
});

test('without a compiler there are no laws of compiled runs', () => {
  const names = [bijectorLaws, densityModelLaws].flatMap((laws) => Object.keys(laws({ eventShape: [2] }, library)));
  expect(names.filter((name) => name.includes('compiled'))).toEqual([]);
});
