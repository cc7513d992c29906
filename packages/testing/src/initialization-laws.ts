import type { Laws } from './law.ts';
import type { Subject } from './subject.ts';

/** What a part keeps whose first values come from data. */
export const initializationLaws: Laws<Subject> = {
  'use before initialize throws': ({ library, make, losses }) => {
    const fresh = make(library.rng('seed'));
    try {
      for (const [name, use] of Object.entries(losses(fresh))) {
        if (!throws(use)) throw new Error(`${name} before initialize: expected an error, got a result`);
      }
    } finally {
      fresh.dispose();
    }
  },
};

function throws(use: () => unknown): boolean {
  try {
    use();
    return false;
  } catch {
    return true;
  }
}
