import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { CompileOptions } from './compile-options.ts';
import { compiled } from './fixtures/compiled.ts';

describe('compile', () => {
  test('gives what the function gives, at every shape, in the structure that it returns', async () => {
    const fn = (x: tf.Tensor2D, { scale }: { scale: number }) => ({
      product: tf.matMul(x, x, false, true).mul(scale),
      rows: [x.sum(1), x.max(1)],
      scale,
    });
    const run = compiled(fn);
    for (const shape of [
      [2, 3],
      [5, 3],
      [1, 1],
    ] as [number, number][]) {
      const x = rng(0).normal(shape) as tf.Tensor2D;
      const [got, expected] = [await run(x, { scale: 2 }), fn(x, { scale: 2 })];
      expectClose(got.product, expected.product, { tolerance: 1e-6 });
      expectClose(got.rows[0] as tf.Tensor, expected.rows[0] as tf.Tensor, { tolerance: 1e-6 });
      expectClose(got.rows[1] as tf.Tensor, expected.rows[1] as tf.Tensor, { tolerance: 0 });
      expect(got.scale).toBe(2);
    }
  });

  test('takes gradients as tfjs does', async () => {
    const fn = (x: tf.Tensor) => tf.grad((x: tf.Tensor) => x.square().sum().exp())(x);
    const x = tf.tensor1d([0.1, -0.2, 0.3]);
    expectClose(await compiled(fn)(x), fn(x), { tolerance: 1e-6 });
  });

  test('plain values belong to the graph', async () => {
    const run = compiled((x: tf.Tensor, power: number) => x.pow(power));
    const x = tf.tensor1d([2, 3]);
    expectClose(await run(x, 2), [4, 9], { tolerance: 1e-6 });
    expectClose(await run(x, 3), [8, 27], { tolerance: 1e-6 });
  });

  test.each(['inputs', 'constants'] as const)(
    'takes one-hot rows that were cast to floats, whatever array tfjs has them in (variables: %s)',
    async (variables) => {
      const rows = tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3).toFloat();
      const variable = tf.variable(rows);
      const run = compiled((x: tf.Tensor) => tf.stack([x, rows, variable]).mul(2), { variables });
      expectClose(await run(rows), tf.stack([rows, rows, rows]).mul(2), { tolerance: 0 });
      tf.dispose([rows, variable]);
    },
  );

  test('random numbers are drawn anew at every run, as the function would draw them', async () => {
    const fn = (generator: ReturnType<typeof rng>, count: number) => {
      const noise = generator.fork('noise');
      const mask = generator.tensor([count], (host) => Float32Array.from({ length: count }, () => host.integer(2)));
      return tf.stack([noise.normal([count]), generator.uniform([count]), noise.uniform([count]), mask]);
    };
    const run = compiled(fn);
    const [eager, graph] = [rng(7), rng(7)];
    for (let call = 0; call < 3; call++) {
      const expected = fn(eager, 4);
      expectClose(await run(graph, 4), expected, { tolerance: 0 });
    }
    expect(graph.state).toEqual(eager.state);
  });

  test('reads variables anew, keeps what it assigns, and writes it back when asked', async () => {
    const count = tf.variable(tf.scalar(0));
    const step = tf.variable(tf.scalar(1));
    const run = compiled(() => {
      count.assign(count.add(step));
      return count.mul(10);
    });
    expectClose(await run(), [10], { tolerance: 0 });
    expectClose(await run(), [20], { tolerance: 0 });
    expectClose(count, [0], { tolerance: 0 });
    step.assign(tf.scalar(5));
    expectClose(await run(), [70], { tolerance: 0 });
    run.sync();
    expectClose(count, [7], { tolerance: 0 });
    count.assign(tf.scalar(100));
    expectClose(await run(), [1050], { tolerance: 0 });
    tf.dispose([count, step]);
  });

  test('calls that overlap run in order', async () => {
    const count = tf.variable(tf.scalar(0));
    const run = compiled(() => {
      count.assign(count.add(1));
      return count.clone();
    });
    const results = await Promise.all([run(), run(), run()]);
    expectClose(tf.stack(results), [1, 2, 3], { tolerance: 0 });
    count.dispose();
  });

  test('leaks nothing, and leaves the backend and the variables as they were, also on a throw', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const before = { backend: tf.getBackend(), data: weight.dataId };
    const run = compiled((x: tf.Tensor1D) => tf.grads((w: tf.Tensor) => w.mul(x).sum())([weight])[0] as tf.Tensor);
    const x = tf.tensor1d([3, 4]);
    await expectNoLeak(async () => (await run(x)).dispose());
    const reading = compiled((x: tf.Tensor1D) =>
      tf.grad((w: tf.Tensor) => {
        weight.assign(weight.add(1));
        return w.mul(w.dataSync()[0] as number).sum();
      })(x),
    );
    await expectNoLeak(async () => await expect(reading(x)).rejects.toThrow(/dataSync.*read outside/s));
    expect({ backend: tf.getBackend(), data: weight.dataId }).toEqual(before);
    expectClose(await run(x), [3, 4], { tolerance: 0 });
    tf.dispose([weight, x]);
  });

  test('names what has no ONNX form, what is random on the host, and arguments that are none', async () => {
    const complex = compiled((x: tf.Tensor1D) => tf.real(tf.fft(tf.complex(x, x))));
    await expect(complex(tf.tensor1d([1, 2]))).rejects.toThrow(/Complex.*outside of the compiled function/);
    const host = compiled((generator: ReturnType<typeof rng>) => tf.tensor1d([generator.integer(3)]));
    await expect(host(rng(0))).rejects.toThrow(/rng.integer.*rng.tensor/);
    const odd = compiled((map: Map<string, number>) => tf.scalar(map.size));
    await expect(odd(new Map())).rejects.toThrow(/object of Map.*close over/);
  });

  test('keeps the latest graphs, and none once it is disposed of', async () => {
    const run = compile((x: tf.Tensor1D) => x.add(1), { graphs: 2 });
    for (const length of [1, 2, 3, 1]) expect((await run(tf.zeros([length]))).shape).toEqual([length]);
    run.dispose();
    await expect(run(tf.zeros([1]))).rejects.toThrow(/disposed/);
  });
});

test('random numbers that are not of an rng among the arguments are refused, since they would be frozen', async () => {
  const run = compiled((x: tf.Tensor1D) => x.add(tf.randomNormal([3])));
  await expect(run(tf.zeros([3]))).rejects.toThrow(/same at every call.*shape \[3\].*rng that is an argument/);
});

test('calls that were made before it was disposed of give their results', async () => {
  const run = compile((x: tf.Tensor1D) => x.add(1));
  const calls = [run(tf.tensor1d([1])), run(tf.tensor1d([1, 2]))];
  run.dispose();
  expect((await Promise.all(calls)).map(({ shape }) => shape)).toEqual([[1], [2]]);
  await expect(run(tf.tensor1d([1]))).rejects.toThrow(/disposed/);
});

test('calls that differ in a plain value alone have graphs of their own', async () => {
  const run = compiled((x: tf.Tensor1D, value?: number | null) => x.mul(value === undefined ? 2 : (value ?? 3)));
  expectClose(await run(tf.scalar(1) as never, undefined), [2], { tolerance: 0 });
  expectClose(await run(tf.scalar(1) as never, null), [3], { tolerance: 0 });
});

test.each<CompileOptions>([{ threads: 0 }, { threads: 1.5 }, { graphs: 0 }, { variables: 'state' as never }])(
  'options %j are refused',
  (options) => {
    expect(() => compile(() => tf.scalar(1), options)).toThrow(`compile: expected ${Object.keys(options)[0]}`);
  },
);

test('tfjs in its debug mode is refused with the way out', async () => {
  tf.env().set('DEBUG', true);
  try {
    await expect(compiled((x: tf.Tensor1D) => x.add(1))(tf.ones([1]))).rejects.toThrow(/debug mode/);
  } finally {
    tf.env().set('DEBUG', false);
  }
});
