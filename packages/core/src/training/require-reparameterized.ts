import * as tf from '@tensorflow/tfjs';
import { ConfigError, FlowsError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import type { SampledDensity } from './reverse-kl.ts';
import type { Rows } from './rows.ts';

/**
 * Requires samples x(θ) that follow the weights, without which the gradient of an expectation over them is another one:
 * where log q(x(θ)) has a gradient, the density depends on θ, and so must x.
 *
 * @throws ConfigError naming the first weight that moves the density and not the samples: what chooses one of several
 *   components, for one.
 */
export async function requireReparameterized<X extends tf.Tensor>(
  who: string,
  model: SampledDensity<X>,
  { rng, context }: { rng: Rng; context?: Rows },
): Promise<void> {
  const variables = new Map([...variablesOf(model)].filter(([, { trainable }]) => trainable));
  if (variables.size === 0) return;
  const given = context?.batch(0, 1);
  const sample = () => model.sampleWithLogProb(4, { rng: rng.fork('sample'), context: given });
  try {
    const logProb = await largestGradients(variables, () => sample().logProb.sum());
    const x = await largestGradients(variables, () => {
      const { x } = sample();
      return x.mul(rng.fork('projection').normal(x.shape)).sum();
    });
    const stays = [...variables.keys()].find((_, i) => x[i] === 0 && Math.abs(logProb[i] as number) > 0);
    if (stays !== undefined) {
      throw new ConfigError(`${expected(who)}, but no sample follows ${stays}; ${cure}`);
    }
  } catch (cause) {
    if (cause instanceof FlowsError) throw cause;
    throw new ConfigError(`${expected(who)}, and got "${(cause as Error).message}"; ${cure}`, { cause });
  } finally {
    given?.dispose();
  }
}

const expected = (who: string) =>
  `${who}: expected samples that are differentiable functions of noise and of every weight`;
const cure = 'take another base, standardNormal for one';

/** The largest component of the gradient of each variable, 0 where a variable has none. */
async function largestGradients(variables: Map<string, tf.Variable>, of: () => tf.Tensor): Promise<Float32Array> {
  const list = [...variables.values()];
  const largest = tf.tidy(() => {
    // tfjs refuses a function that no variable reaches.
    const nothing = () => tf.addN(list.map((variable) => variable.sum().mul(0)));
    const { grads } = tf.variableGrads(() => of().add(nothing()) as tf.Scalar, list);
    return tf.stack(list.map(({ name }) => (grads[name] as tf.Tensor).abs().max()));
  });
  const values = (await largest.data()) as Float32Array;
  largest.dispose();
  return values;
}
