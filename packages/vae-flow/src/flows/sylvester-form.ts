import { ConfigError, requireCount, requireInRange } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { householderReflections } from './householder-reflections.ts';
import { type OrthogonalColumns, orthogonalColumns } from './orthogonal-columns.ts';

/**
 * What Q is (van den Berg et al. 2018, section 3).
 *
 * - `orthogonal`: `columns` M orthonormal columns of D numbers each, by `iterations` of `orthonormal`. M is ⌈D / 2⌉ where
 *   absent: columns of a square matrix are nearly dependent now and then, which those of a narrow one hardly are, and
 *   where they are Q is not orthonormal, and both the log-determinant and the inverse are off. 30 iterations where absent,
 *   100 at most.
 * - `householder`: a product of `reflections`, 8 where absent, D where that is fewer. M = D.
 * - `triangular`: the identity, or the permutation that reverses z where `reversed`; false where absent. M = D.
 */
export type SylvesterFormOptions =
  | { form: 'orthogonal'; columns?: number; iterations?: number }
  | { form: 'householder'; reflections?: number }
  | { form: 'triangular'; reversed?: boolean };

/**
 * - `columns`: M.
 * - `count`: how many free numbers make Q.
 * - `columnsOf`: Q of these numbers, `[rows, count]`; of none where the count is 0.
 */
export type SylvesterForm = {
  readonly config: SylvesterFormOptions;
  readonly columns: number;
  readonly count: number;
  columnsOf(numbers?: tf.Tensor2D): OrthogonalColumns;
};

/** @throws ConfigError where the form is none of the three, or an option is out of its range. */
export function sylvesterForm(dims: number, options: SylvesterFormOptions): SylvesterForm {
  switch (options.form) {
    case 'orthogonal':
      return ofColumns(dims, options.columns ?? Math.ceil(dims / 2), options.iterations ?? 30);
    case 'householder':
      return ofReflections(dims, options.reflections ?? Math.min(8, dims));
    case 'triangular':
      return ofOrder(dims, options.reversed ?? false);
    default:
      throw new ConfigError(
        `sylvester: expected form to be orthogonal, householder or triangular, got ${JSON.stringify((options as { form: unknown }).form)}`,
      );
  }
}

function ofColumns(dims: number, columns: number, iterations: number): SylvesterForm {
  requireCount('sylvester', 'columns', columns);
  if (columns > dims) throw new ConfigError(`sylvester: expected columns to be at most dims, ${dims}, got ${columns}`);
  requireCount('sylvester', 'iterations', iterations);
  requireInRange('sylvester', 'iterations', iterations, 1, 101);
  return {
    config: { form: 'orthogonal', columns, iterations },
    columns,
    count: dims * columns,
    columnsOf: (numbers) =>
      orthogonalColumns((numbers as tf.Tensor2D).reshape([-1, dims, columns]) as tf.Tensor3D, iterations),
  };
}

function ofReflections(dims: number, reflections: number): SylvesterForm {
  requireCount('sylvester', 'reflections', reflections);
  return {
    config: { form: 'householder', reflections },
    columns: dims,
    count: dims * reflections,
    columnsOf: (numbers) => {
      const of = (i: number) => (numbers as tf.Tensor2D).slice([0, i * dims], [-1, dims]);
      return householderReflections(Array.from({ length: reflections }, (_, i) => of(i)));
    },
  };
}

function ofOrder(dims: number, reversed: boolean): SylvesterForm {
  if (typeof reversed !== 'boolean') {
    throw new ConfigError(`sylvester: expected reversed to be true or false, got ${JSON.stringify(reversed)}`);
  }
  const turned = (z: tf.Tensor2D): tf.Tensor2D => (reversed ? tf.reverse(z, 1) : z.clone());
  return {
    config: { form: 'triangular', reversed },
    columns: dims,
    count: 0,
    columnsOf: () => ({ apply: turned, transposed: turned }),
  };
}
