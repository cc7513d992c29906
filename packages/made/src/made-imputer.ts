import { type ConditionalDistribution, chooseParticles, type Imputer, type ImputerOptions } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { AutoregressiveNetwork } from './autoregressive-network.ts';
import { missingComeLast } from './missing-come-last.ts';

type Member = { readonly network: AutoregressiveNetwork; readonly conditional: ConditionalDistribution };

/**
 * Completes rows by MADE, or by the mean p(x) = 1/K Σ_k p_k(x) of several, by sequential importance sampling: a particle
 * is drawn element by element in the order of its member, the observed elements as they are, the missing ones from their
 * conditionals, and weighs what it gives the observed ones. One particle a row is chosen by the weights.
 *
 *     x_i ~ p_k(x_i | x_{<i}), i missing          w = Π_{i observed} p_k(x_i | x_{<i})
 *
 * Where in each order all that is missing comes after all that is observed, the weights are p_k(x_observed) whatever
 * is drawn, so that one particle of each member makes it exact. Of N particles each of the K members draws ⌈N / K⌉:
 * there are as many as members where N is below.
 */
export const madeImputer = (members: readonly Member[]): Imputer<tf.Tensor2D> => ({
  size: Math.max(...members.map(({ network }) => numbersOf(network) + members.length * network.dims)),
  method: (missing) =>
    members.every(({ network }) => missingComeLast(missing, network.degrees)) ? 'exact' : 'importance',
  complete: (x, missing, { particles, ...options }) =>
    tf.tidy(() => {
      const each = Math.ceil(particles / members.length);
      const drawn = members.map((member) =>
        tf.tidy(() => drawParticles(member, x, missing as tf.Tensor2D, { ...options, particles: each })),
      );
      const logWeights = tf.concat(drawn.map(({ logWeights }) => logWeights)) as tf.Tensor2D;
      const { places, effectiveSampleSize } = chooseParticles(logWeights, options.rng);
      return { x: tf.gather(tf.concat(drawn.map(({ x }) => x)), places), effectiveSampleSize };
    }),
});

/** What a sequential pass holds of one particle: its elements' parameters, and what the network is given of them. */
const numbersOf = ({ dims, parameters, inputsPerElement }: AutoregressiveNetwork) =>
  dims * (parameters + inputsPerElement);

/** Particles `[particles · batch, D]` of one member, and their log w, `[particles, batch]`. */
function drawParticles(
  { network, conditional }: Member,
  x: tf.Tensor2D,
  missing: tf.Tensor2D,
  { rng, particles, context }: ImputerOptions,
): { x: tf.Tensor2D; logWeights: tf.Tensor2D } {
  const times = <T extends tf.Tensor>(tensor: T) =>
    tensor.tile([particles, ...tensor.shape.slice(1).map(() => 1)]) as T;
  const columns = tf.split(times(x), network.dims, 1) as tf.Tensor2D[];
  const gaps = tf.split(times(missing), network.dims, 1) as tf.Tensor2D[];
  const next = (theta: tf.Tensor2D, i: number) =>
    tf.where(gaps[i] as tf.Tensor2D, conditional.sample(theta, { rng, temperature: 1 }), columns[i] as tf.Tensor2D);
  const pass = network.applySequentially(particles * x.shape[0], next, {
    context: context && times(context),
    embed: conditional.embed,
  });
  const logP = conditional.logProb(pass.x, pass.theta).reshape([particles, ...x.shape]);
  return { x: pass.x, logWeights: tf.where(missing, tf.zerosLike(logP), logP).sum(-1) as tf.Tensor2D };
}
