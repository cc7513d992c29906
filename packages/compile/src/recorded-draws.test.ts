import { type Rng, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { Graph } from './graph.ts';
import { RecordedDraws } from './recorded-draws.ts';

/** Draws of a function of generators, and their inputs' numbers at a run with `given`. */
function recordedDraws(fn: (...rngs: Rng[]) => void, generators = 1) {
  const graph = new Graph();
  const draws = new RecordedDraws((shape) => ({
    value: graph.input(shape, 'float32'),
    tensor: tf.zeros([...shape]),
  }));
  fn(...Array.from({ length: generators }, () => draws.generator()));
  return {
    inputs: draws.inputs.map(({ input, from }) => [from, input.shape]),
    numbers: (...given: Rng[]) => [...draws.drawn(given).values()],
  };
}

/** The numbers that the function draws when it is called. */
function eagerDraws(fn: (...rngs: Rng[]) => tf.Tensor[], ...given: Rng[]) {
  return fn(...given).map((tensor) => tensor.dataSync());
}

describe('RecordedDraws', () => {
  const fn = (generator: Rng) => {
    const child = generator.fork('child');
    return [
      generator.normal([3]),
      child.uniform([2, 2]),
      child.fork(7).normal([1]),
      generator.tensor([4], (host) => Float32Array.from(host.permutation(4))),
      child.normal([2]),
      generator.uniform([]),
    ];
  };

  test('a run draws what the function draws, from the same forks and in the same order, each time', () => {
    const { numbers } = recordedDraws(fn);
    const [graph, eager] = [rng(3), rng(3)];
    for (let run = 0; run < 3; run++) expect(numbers(graph)).toEqual(eagerDraws(fn, eager));
    expect(graph.state).toEqual(eager.state);
  });

  test('inputs say their shape and how they are drawn, in the order of drawing', () => {
    expect(recordedDraws(fn).inputs).toEqual([
      ['normal', [3]],
      ['uniform', [2, 2]],
      ['normal', [1]],
      ['tensor', [4]],
      ['normal', [2]],
      ['uniform', []],
    ]);
  });

  test('generators of arguments keep their places, also where one of them is forked', () => {
    const two = (a: Rng, b: Rng) => [b.normal([2]), a.fork('x').normal([2]), a.normal([2])];
    const { numbers } = recordedDraws(two, 2);
    expect(numbers(rng(1), rng(2))).toEqual(eagerDraws(two, rng(1), rng(2)));
    const same = rng(1);
    const eager = rng(1);
    expect(numbers(same, same)).toEqual(eagerDraws(two, eager, eager));
  });

  test('a fork made twice begins again', () => {
    const twice = (generator: Rng) => [generator.fork('a').normal([2]), generator.fork('a').normal([2])];
    const [first, second] = recordedDraws(twice).numbers(rng(0));
    expect(first).toEqual(second);
  });

  test.each<[string, (generator: Rng) => unknown]>([
    ['permutation', (generator) => generator.permutation(3)],
    ['integer', (generator) => generator.integer(3)],
    ['uniforms', (generator) => generator.uniforms(3)],
    ['normals', (generator) => generator.normals(3)],
    ['state', (generator) => generator.state],
    ['state', (generator) => generator.fork('a').state],
  ])('rng.%s on the host is refused, with the cure', (what, draw) => {
    expect(() => recordedDraws(draw)).toThrow(CompileError);
    expect(() => recordedDraws(draw)).toThrow(new RegExp(`rng\\.${what}, .*; draw within rng.tensor`));
  });
});

test('a generator that outlived its recording draws no more', () => {
  const draws = new RecordedDraws(() => expect.unreachable());
  const generator = draws.generator();
  draws.end();
  expect(() => generator.fork('a').normal([2])).toThrow(CompileError);
  expect(() => generator.normal([2])).toThrow(/outlived its recording/);
});
