import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { expectClose } from './close.ts';
import type { Library, Trainable } from './contract.ts';
import type { Laws } from './law.ts';
import { expectNoLeak } from './no-leak.ts';
import type { Subject } from './subject.ts';
import { watchedRng } from './watched-rng.ts';

/** What everything that is made of variables keeps. */
export const trainableLaws: Laws<Subject> = {
  'config is plain JSON': ({ part }) => {
    expect(JSON.parse(JSON.stringify(part.config))).toStrictEqual(part.config);
  },

  'what was saved is loaded as the same part, which gives the same numbers': async ({ library, part, outputs }) => {
    const bytes = await library.save(part);
    await expectNoLeak(async () => {
      const loaded = await library.load(bytes, library.kinds);
      try {
        requireSame(library, loaded, part);
        tf.tidy(() => {
          const expected = outputs(part);
          for (const [i, actual] of outputs(loaded).entries()) {
            expectClose(actual, expected[i] as tf.Tensor, { tolerance: 0, what: `output ${i} of what was loaded` });
          }
        });
      } finally {
        loaded.dispose();
      }
    });
  },

  'the same seed makes the same part': ({ library, make }) => {
    const [one, other] = [make(library.rng('seed')), make(library.rng('seed'))];
    try {
      requireSame(library, other, one);
    } finally {
      one.dispose();
      other.dispose();
    }
  },

  'another seed makes another part, where anything was drawn': ({ library, make }) => {
    const { rng, drawn } = watchedRng(library.rng('seed'));
    const one = make(rng);
    const others = ['another seed', 'a third', 'a fourth'].map((seed) => make(library.rng(seed)));
    try {
      if (drawn() && others.every((other) => difference(library, other, one) === undefined)) {
        throw new Error('expected another seed to make other variables or another config, got the same');
      }
    } finally {
      for (const part of [one, ...others]) part.dispose();
    }
  },

  'dispose frees every variable': ({ library, make }) => {
    expectNoLeak(() => make(library.rng('seed')).dispose());
  },

  'a gradient reaches every trained variable and is finite': async ({ library, part, losses, unreached }) => {
    const trained = [...library.variablesOf(part)].filter(([, variable]) => variable.trainable);
    if (trained.length === 0) return;
    for (const [name, loss] of Object.entries(losses(part))) {
      const variables = trained.map(([, variable]) => variable);
      const { grads } = tf.variableGrads(loss, variables);
      for (const [path, variable] of trained) {
        const gradient = await grads[variable.name]?.data();
        if (gradient?.some((number) => !Number.isFinite(number))) {
          throw new Error(`the gradient of ${name} by ${path} is not finite`);
        }
        if (!gradient?.some((number) => number !== 0) && !unreached.includes(path)) {
          throw new Error(`no gradient of ${name} reaches ${path}`);
        }
      }
    }
  },
};

function requireSame(library: Library, actual: Trainable, expected: Trainable): void {
  const found = difference(library, actual, expected);
  if (found !== undefined) throw new Error(found);
}

/** In what two parts differ: their configs, the paths of their variables, or a variable's value. */
function difference(library: Library, actual: Trainable, expected: Trainable): string | undefined {
  const [config, wantedConfig] = [JSON.stringify(actual.config), JSON.stringify(expected.config)];
  if (config !== wantedConfig) return `config: expected ${wantedConfig}, got ${config}`;
  const [got, wanted] = [library.variablesOf(actual), library.variablesOf(expected)];
  const [paths, wantedPaths] = [[...got.keys()].join(', '), [...wanted.keys()].join(', ')];
  if (paths !== wantedPaths) return `variables: expected ${wantedPaths}, got ${paths}`;
  for (const [path, variable] of wanted) {
    try {
      expectClose(got.get(path) as tf.Variable, variable, { tolerance: 0, what: path });
    } catch (error) {
      return (error as Error).message;
    }
  }
  return undefined;
}
