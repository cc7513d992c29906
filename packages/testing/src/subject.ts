import * as tf from '@tensorflow/tfjs';
import type { DataInitialized, Given, Library, Rng, Shape, Trainable } from './contract.ts';
import type { Domain } from './domains.ts';
import { perturb } from './perturb.ts';

/** How many rows a law's batch has where it does not say. */
export const batchRows = 4;

/** What bijectors and models are tested with alike. */
export type SubjectOptions = {
  /** The shape of one event of data. */
  eventShape: Shape;
  /** The shape of one row's context, or its width; absent where the subject takes none. */
  context?: Shape | number;
  /** Whether the subject has to be initialised with a batch of data before it is used. */
  initialize?: boolean;
  /** What may differ relative to 1 + |expected|; 1e-4, since numbers are float32. */
  tolerance?: number;
  /** The standard deviation of the noise on the fresh weights; 0.1. */
  perturbation?: number;
  /** Paths of the variables that no gradient is expected to reach. */
  unreached?: readonly string[];
};

/** Something under test, its weights moved away from where they were made. */
export type Subject<T extends Trainable = Trainable> = {
  readonly library: Library;
  make(rng: Rng): T;
  readonly part: T;
  readonly tolerance: number;
  readonly unreached: readonly string[];
  /** What a part computes of fixed inputs: two parts are the same where these are. */
  outputs(part: T): tf.Tensor[];
  /** Scalars in which every output has its random weight, by the name of what they are made from. */
  losses(part: T): { readonly [name: string]: () => tf.Scalar };
};

/** The generator of everything that a law draws for one purpose. */
export const lawRng = (library: Library, purpose: string): Rng => library.rng('laws').fork(purpose);

/** Independent rows `[rows, ...shape]` of a domain. */
export const drawRows = (rng: Rng, domain: Domain, rows: number, shape: Shape): tf.Tensor =>
  tf.tensor(
    domain.draw(
      rng,
      shape.reduce((size, axis) => size * axis, rows),
    ),
    [rows, ...shape],
  );

/** A normal context `[rows, ...]` as a pass is given it, or nothing where the subject takes none. */
export function drawContext(rng: Rng, rows: number, context?: Shape | number): Given {
  if (context === undefined) return {};
  return { context: rng.normal([rows, ...(typeof context === 'number' ? [context] : context)]) };
}

/** Makes the part under test; initialises it where that is asked for, and moves its weights. */
export async function makePart<T extends Trainable>(
  library: Library,
  make: (rng: Rng) => T,
  options: SubjectOptions,
  { data, loss }: { data: Domain; loss: (part: T) => tf.Scalar },
): Promise<T> {
  const part = make(library.rng('make'));
  if (options.initialize) initialize(library, part, data, options);
  const trained = [...library.variablesOf(part).values()].filter((variable) => variable.trainable);
  const rng = lawRng(library, 'perturb');
  await perturb(trained, () => loss(part), { rng, size: options.perturbation });
  return part;
}

function initialize(library: Library, part: Trainable, data: Domain, options: SubjectOptions): void {
  const rng = lawRng(library, 'initialize');
  tf.tidy(() => {
    const rows = 32;
    const x = drawRows(rng, data, rows, options.eventShape);
    const given = drawContext(rng.fork('context'), rows, options.context);
    (part as unknown as DataInitialized).initialize(x, { rng: rng.fork('part'), ...given });
  });
}

/** Σ_i w_i y_i over all numbers of some tensors, with independent normal weights. */
export const projection = (rng: Rng, tensors: readonly tf.Tensor[]): tf.Scalar =>
  tf.tidy(() =>
    tf.addN(tensors.map((y, i) => tf.mul(y, tf.tensor(rng.fork(i).normals(y.size), y.shape)).sum() as tf.Scalar)),
  );
