import { afterAll, beforeAll, describe, test } from 'vitest';
import { bijectorLaws } from './bijector-laws.ts';
import { type BijectorOptions, bijectorSubject } from './bijector-subject.ts';
import type { Bijector, DensityModel, Library, Rng, Trainable } from './contract.ts';
import { densityModelLaws } from './density-model-laws.ts';
import { type DensityModelOptions, densityModelSubject } from './density-model-subject.ts';
import { check, type Laws } from './law.ts';
import type { Subject } from './subject.ts';

/**
 * The laws of bijectors and of density models, each law a test, for what a library makes, saves and trains.
 *
 * @param only which laws are tested, by their claims; all of them where absent.
 */
export function laws(library: Library, { only = /^/ }: { only?: RegExp } = {}) {
  const chosen = <S>(all: Laws<S>): Laws<S> =>
    Object.fromEntries(Object.entries(all).filter(([claim]) => only.test(claim)));
  return {
    /** Tests that a bijector keeps all laws that its options leave it. */
    describeBijector(name: string, make: (rng: Rng) => Bijector, options: BijectorOptions): void {
      describeLaws(name, chosen(bijectorLaws(options, library)), () => bijectorSubject(library, make, options));
    },
    /** Tests that a density model keeps all laws that its options leave it. */
    describeDensityModel(name: string, make: (rng: Rng) => DensityModel, options: DensityModelOptions): void {
      describeLaws(name, chosen(densityModelLaws(options, library)), () => densityModelSubject(library, make, options));
    },
  };
}

function describeLaws<S extends Subject<Trainable>>(name: string, laws: Laws<S>, prepare: () => Promise<S>): void {
  describe(name, () => {
    let subject: S;
    beforeAll(async () => {
      await check(async () => {
        subject = await prepare();
      }, undefined);
    });
    afterAll(() => subject?.part.dispose());
    for (const [claim, law] of Object.entries(laws)) test(claim, () => check(law, subject));
  });
}
