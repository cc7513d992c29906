import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { variablesOf } from '../trainable.ts';
import { affine } from './affine.ts';
import { invert } from './invert.ts';

const { describeBijector } = laws(core);

describeBijector('invert', () => invert(affine({ eventShape: [3] })), { eventShape: [3] });

test('invert swaps the two directions, values and log-determinants alike', () => {
  const f = affine({ eventShape: [2], shift: 1, logScale: [0.5, -1] });
  const x = tf.tensor2d([[3, -2]]);
  const expected = f.inverse(x);
  const actual = invert(f).forward(x);
  expect([...actual.value.dataSync()]).toEqual([...expected.value.dataSync()]);
  expect([...actual.logDet.dataSync()]).toEqual([...expected.logDet.dataSync()]);
  expect([...invert(f).inverse(x).value.dataSync()]).toEqual([...f.forward(x).value.dataSync()]);
});

test('what is inverted is a part under its own name, and has to be a bijector', () => {
  const f = affine({ eventShape: [2] });
  expect([...variablesOf(invert(f)).keys()]).toEqual(['bijector.shift', 'bijector.logScale']);
  expect(() => invert({ config: { kind: 'flow' }, parts: {} } as never)).toThrow(ConfigError);
});

test('a part that takes values from data can not be turned round', () => {
  const inner = core.chain<tf.Tensor, tf.Tensor>(
    core.affine({ eventShape: [2] }),
    core.batchNorm({ dims: 2 }) as core.Bijector,
  );
  expect(() => invert(inner)).toThrow('invert: 1 (batch-norm) takes values from its data side');
  expect(() => invert(core.batchNorm({ dims: 2 }))).toThrow('invert: the bijector (batch-norm)');
});
