import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { parameter } from '../parameter.ts';
import { listed, trainable } from '../trainable.ts';
import { findNonFinite } from './find-non-finite.ts';

/** A layer x ↦ f(w x). */
const layer = (f: (x: tf.Tensor) => tf.Tensor, w = 1) => {
  const weight = parameter<tf.Rank.R0>([], () => tf.scalar(w));
  return { ...trainable({ kind: 'layer' }, { weight }), apply: (x: tf.Tensor) => tf.tidy(() => f(x.mul(weight))) };
};

const network = (...layers: ReturnType<typeof layer>[]) => ({
  ...trainable({ kind: 'network' }, { layers: { ...trainable({ kind: 'list' }, listed(layers)) } }),
  forward: (x: tf.Tensor) => tf.tidy(() => layers.reduce((value, part) => part.apply(value), x)),
});

const find = async (net: ReturnType<typeof network>, values: number[]) => {
  const x = tf.tensor1d(values);
  const before = tf.memory().numTensors;
  const found = await findNonFinite(net, () => net.forward(x).mean() as tf.Scalar);
  expect(tf.memory().numTensors).toBe(before);
  return found;
};

const identity = (x: tf.Tensor) => x.clone();

test('the deepest part whose output first is not finite is named', async () => {
  const net = network(
    layer(identity),
    layer((x) => x.log()),
    layer(identity),
  );
  expect(await find(net, [1, -1])).toEqual({ what: 'output', path: 'layers.1', method: 'apply' });
});

test('a gradient that is not finite behind finite outputs is named by its variable', async () => {
  const net = network(
    layer(identity),
    layer((x) => x.sqrt()),
  );
  expect(await find(net, [0, 1])).toMatchObject({
    what: 'gradient',
    path: expect.stringMatching(/^layers\.[01]\.weight$/),
  });
});

test('a variable that is not finite is named itself', async () => {
  expect(await find(network(layer(identity), layer(identity, Number.NaN)), [1])).toEqual({
    what: 'weight',
    path: 'layers.1.weight',
  });
});

test('nothing is found where all is finite', async () => {
  expect(await find(network(layer(identity)), [1])).toBeUndefined();
});

test('the watched methods are as before, also after a throw', async () => {
  const net = network(layer(identity));
  const own = net.forward;
  await findNonFinite(net, () => net.forward(tf.tensor1d([1])).mean() as tf.Scalar);
  expect(net.forward).toBe(own);
  await expect(
    findNonFinite(net, () => {
      throw new Error('broken');
    }),
  ).rejects.toThrow('broken');
  expect(net.forward).toBe(own);
  expect(Object.keys(net)).toEqual(['config', 'parts', 'dispose', 'forward']);
});

test('a method of a class is taken off its instance again', async () => {
  class Layer {
    readonly #weight = parameter<tf.Rank.R0>([], () => tf.scalar(1));
    readonly config = { kind: 'layer' };
    readonly parts = { weight: this.#weight };
    dispose() {
      this.#weight.dispose();
    }
    apply(x: tf.Tensor) {
      return tf.tidy(() => x.mul(this.#weight).log());
    }
  }
  const net = new Layer();
  const found = await findNonFinite(net, () => net.apply(tf.tensor1d([-1])).mean() as tf.Scalar);
  expect(found).toEqual({ what: 'output', path: '', method: 'apply' });
  expect(Object.hasOwn(net, 'apply')).toBe(false);
});
