import * as tf from '@tensorflow/tfjs';
import type { Rng } from './contract.ts';

/**
 * Moves freshly made weights to where laws say something: a zero-initialised last layer makes a flow the identity,
 * whose log-determinant is 0 by any formula.
 *
 * Every weight that a gradient of `loss` reaches gets independent normal noise of standard deviation `size`, once. So
 * a masked weight, which no gradient reaches, stays as it is. Behind a layer of zeros gradients are zero until that
 * layer has had its noise: hence the rounds.
 */
export async function perturb(
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
  { rng, size = 0.1, rounds = 4 }: { rng: Rng; size?: number; rounds?: number },
): Promise<void> {
  if (variables.length === 0 || size === 0) return;
  const moved = variables.map((variable) => new Uint8Array(variable.size));
  for (let round = 0; round < rounds; round++) {
    const { value, grads } = tf.variableGrads(loss, [...variables]);
    let fresh = 0;
    for (const [i, variable] of variables.entries()) {
      const gradient = await grads[variable.name]?.data();
      if (gradient === undefined) continue;
      const weights = Float32Array.from(await variable.data());
      const noise = rng.fork(`${round}.${i}`).normals(variable.size);
      const already = moved[i] as Uint8Array;
      for (let j = 0; j < weights.length; j++) {
        if (gradient[j] === 0 || already[j] === 1) continue;
        weights[j] = (weights[j] as number) + size * (noise[j] as number);
        already[j] = 1;
        fresh++;
      }
      tf.tidy(() => variable.assign(tf.tensor(weights, variable.shape)));
    }
    tf.dispose([value, grads]);
    if (fresh === 0) return;
  }
}
