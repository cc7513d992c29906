import * as tf from '@tensorflow/tfjs';

/** Numbers in nested lists, as JSON has a tensor. */
type NestedNumbers = readonly (number | NestedNumbers)[];

/**
 * Gives variables the values of a fixture, both by path.
 *
 * @throws Error where paths or shapes differ, before anything is assigned.
 */
export function assignWeights(
  variables: ReadonlyMap<string, tf.Variable>,
  weights: Readonly<Record<string, NestedNumbers>>,
): void {
  const [paths, wanted] = [[...variables.keys()].sort(), Object.keys(weights).sort()];
  if (String(paths) !== String(wanted)) {
    throw new Error(`assignWeights: expected values for ${paths.join(', ')}, got ${wanted.join(', ')}`);
  }
  tf.tidy(() => {
    const values = [...variables].map(([path, variable]) => {
      const value = tf.tensor(weights[path] as number[]);
      if (String(value.shape) !== String(variable.shape)) {
        throw new Error(`assignWeights: expected ${path} of shape [${variable.shape}], got [${value.shape}]`);
      }
      return [variable, value] as const;
    });
    for (const [variable, value] of values) variable.assign(value);
  });
}
