import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { parameter } from './parameter.ts';
import {
  countParameters,
  isRecalibrated,
  listed,
  ownersOf,
  type Parts,
  partsOf,
  stateless,
  trainable,
  variablesOf,
} from './trainable.ts';

const tree = () => {
  const leaf = (trained: boolean) =>
    trainable({ kind: 'leaf' }, { w: parameter<tf.Rank.R2>([2, 3], tf.zeros, { trainable: trained }) });
  return trainable(
    { kind: 'root' },
    { layers: trainable({ kind: 'list' }, listed([leaf(true), leaf(false)])), b: parameter<tf.Rank.R1>([4], tf.zeros) },
  );
};

test('variables have the path of their names, those that are not trained too', () => {
  const root = tree();
  expect([...variablesOf(root).keys()].sort()).toEqual(['b', 'layers.0.w', 'layers.1.w']);
  expect([...partsOf(root)].map(([path, { config }]) => [path, config.kind])).toEqual([
    ['', 'root'],
    ['layers', 'list'],
    ['layers.0', 'leaf'],
    ['layers.1', 'leaf'],
  ]);
  root.dispose();
});

test('a part that only passes data on owns none of what data gives', () => {
  const passing = (parts: Parts) => ({ ...trainable({ kind: 'passing' }, parts), recalibrate: () => {} });
  const keeping = passing({ mean: parameter<tf.Rank.R1>([1], tf.zeros) });
  const root = passing({ first: passing({ inner: keeping }), second: passing({ inner: stateless({ kind: 'none' }) }) });
  expect(ownersOf(root, isRecalibrated)).toEqual([['first.inner', keeping]]);
  expect(ownersOf(keeping, isRecalibrated)).toEqual([['', keeping]]);
  root.dispose();
});

test('only what is trained counts as a parameter', () => {
  const root = tree();
  expect(countParameters(root)).toBe(6 + 4);
  root.dispose();
});

test('disposing frees every variable below', () => {
  const before = tf.memory().numTensors;
  tree().dispose();
  stateless({ kind: 'none' }).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
