import { type ActivationName, rng, variablesOf } from '@flows/core';
import { drawWeights, expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { agnosticMlp } from './agnostic-mlp.ts';
import { type MaskedMlpOptions, maskedMlp } from './masked-mlp.ts';

const rows = 3;
/** x_i from θ_i, by noise that is its own. */
const next = (noise: tf.Tensor2D) => (theta: tf.Tensor2D, i: number) =>
  tf.tidy(() => {
    const [mu, a] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return noise.slice([0, i], [-1, 1]).mul(a.tanh().exp()).add(mu.mul(0.3)) as tf.Tensor2D;
  });

const stirred = (options: Partial<MaskedMlpOptions>) => {
  const network = maskedMlp({ dims: 5, hidden: [11, 11], parameters: 2, rng: rng(0), ...options });
  drawWeights(network, rng(1), 0.5);
  return network;
};

const activations: ActivationName[] = ['relu', 'leakyRelu', 'elu', 'softplus', 'tanh', 'sigmoid'];
const bodies: Partial<MaskedMlpOptions>[] = [
  {},
  { residual: true, hidden: [9, 9, 9] },
  { direct: true, order: [3, 1, 5, 2, 4] },
  { context: 2, order: 'reversed' },
  { residual: true, direct: true, context: 2, order: 'random' },
  { hidden: [2] },
  { hidden: [150, 260], dims: 7 },
  { dims: 1 },
  { dims: 2, hidden: [300], context: 1 },
];

test.each(activations.flatMap((activation) => bodies.map((body) => ({ activation, ...body }))))(
  'a sequential pass gives what D whole passes give: %j',
  (options) => {
    const network = stirred(options);
    const { dims } = network;
    tf.tidy(() => {
      const noise = rng(2).normal<tf.Rank.R2>([rows, dims]);
      const context = options.context && rng(3).normal<tf.Rank.R2>([rows, options.context]);
      const given = context ? { context } : {};
      let x = tf.zeros<tf.Rank.R2>([rows, dims]);
      for (let pass = 0; pass < dims; pass++) {
        const theta = network.apply(x, given).reshape<tf.Tensor3D>([rows, 2, dims]);
        const each = Array.from({ length: dims }, (_, i) =>
          next(noise)(theta.slice([0, 0, i], [-1, -1, 1]).squeeze([2]), i),
        );
        x = tf.concat(each, 1);
      }
      const made = network.applySequentially(rows, next(noise), given);
      expectClose(made.x, x, { tolerance: 1e-5, what: 'x' });
      expectClose(made.theta, network.apply(x, given), { tolerance: 1e-5, what: 'θ' });
    });
    network.dispose();
  },
);

test('its gradient is that of D whole passes', () => {
  const network = stirred({ activation: 'tanh', residual: true, direct: true, hidden: [8, 8] });
  const variables = [...variablesOf(network).values()];
  const noise = rng(2).normal<tf.Rank.R2>([rows, 5]);
  const whole = () => {
    let x = tf.zeros<tf.Rank.R2>([rows, 5]);
    for (let pass = 0; pass < 5; pass++) {
      const theta = network.apply(x).reshape<tf.Tensor3D>([rows, 2, 5]);
      x = tf.concat(
        Array.from({ length: 5 }, (_, i) => next(noise)(theta.slice([0, 0, i], [-1, -1, 1]).squeeze([2]), i)),
        1,
      );
    }
    return x.square().sum() as tf.Scalar;
  };
  const sequential = () => network.applySequentially(rows, next(noise)).x.square().sum() as tf.Scalar;
  const [expected, actual] = [whole, sequential].map((loss) => tf.variableGrads(loss, variables).grads);
  for (const { name } of variables)
    expectClose(actual?.[name] as tf.Tensor, expected?.[name] as tf.Tensor, { tolerance: 1e-4 });
});

test('one row of context serves all rows, and what an element is embedded as is what the network reads', () => {
  const embed = (x: tf.Tensor2D) => tf.concat([x.square(), x.neg()], 1) as tf.Tensor2D;
  const network = stirred({ inputsPerElement: 2, context: 1, direct: true });
  tf.tidy(() => {
    const noise = rng(2).normal<tf.Rank.R2>([rows, 5]);
    const context = tf.tensor2d([[0.4]]);
    const { x, theta } = network.applySequentially(rows, next(noise), { context, embed });
    expectClose(theta, network.apply(embed(x), { context }), { tolerance: 1e-5 });
  });
});

test('a mask of an agnostic network is passed alike', () => {
  const network = agnosticMlp({ dims: 5, hidden: [9, 9], parameters: 2, masks: 3, agnostic: 'both', rng: rng(0) });
  drawWeights(network, rng(1));
  tf.tidy(() => {
    const noise = rng(2).normal<tf.Rank.R2>([rows, 5]);
    for (let k = 0; k < 3; k++) {
      const { x, theta } = network.masked(k).applySequentially(rows, next(noise));
      expectClose(theta, network.masked(k).apply(x), { tolerance: 1e-5 });
    }
  });
});

test('a context that the network was not built for is refused', () => {
  const network = stirred({});
  const noise = tf.zeros<tf.Rank.R2>([rows, 5]);
  expect(() => network.applySequentially(rows, next(noise), { context: tf.zeros([1, 2]) })).toThrow(
    'expected no context',
  );
});
