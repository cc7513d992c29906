import { afterAll, beforeAll, describe, test } from 'vitest';
import { bijectorLaws } from './bijector-laws.ts';
import { type BijectorOptions, bijectorSubject } from './bijector-subject.ts';
import type { Bijector, DensityModel, Library, Rng, Trainable } from './contract.ts';
import { densityModelLaws } from './density-model-laws.ts';
import { type DensityModelOptions, densityModelSubject } from './density-model-subject.ts';
import { check, type Laws } from './law.ts';
import type { Subject } from './subject.ts';

/** The laws of bijectors and of density models, each law a test, for what a library makes, saves and trains. */
export function laws(library: Library) {
  return {
    /** Tests that a bijector keeps all laws that its options leave it. */
    describeBijector(name: string, make: (rng: Rng) => Bijector, options: BijectorOptions): void {
      describeLaws(name, bijectorLaws(options, library), () => bijectorSubject(library, make, options));
    },
    /** Tests that a density model keeps all laws that its options leave it. */
    describeDensityModel(name: string, make: (rng: Rng) => DensityModel, options: DensityModelOptions): void {
      describeLaws(name, densityModelLaws(options, library), () => densityModelSubject(library, make, options));
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
