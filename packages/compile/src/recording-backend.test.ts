import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { type Placeholders, record } from './recording.ts';
import { RECORDER, recordingBackend } from './recording-backend.ts';

const x = ({ tensor }: Placeholders) => tensor<tf.Tensor1D>([4], 'float32');

describe('refusals name the operation and the cure:', () => {
  test.each<[string, (x: tf.Tensor1D) => tf.Tensor, RegExp]>([
    ['dataSync', (x) => tf.scalar(x.dataSync()[0] as number), /dataSync.*; compute with tensors, or read outside/],
    ['arraySync', (x) => tf.tensor1d(x.exp().arraySync()), /arraySync.*; compute with tensors/],
    ['bufferSync', (x) => x.bufferSync().toTensor(), /; compute with tensors/],
    ['multinomial', (x) => tf.multinomial(x, 2, 1), /got Multinomial; draw from an rng/],
    ['unique', (x) => tf.unique(x).values, /got Unique; the shape of its result depends on values: call it outside/],
    ['FFT', (x) => tf.real(tf.fft(tf.complex(x, x))), /got Complex; .*call it outside/],
    ['text', () => tf.tensor(['a']), /tensors of float32, int32 or bool, got string/],
  ])('%s', (_, op, message) => {
    const recording = () => record((placeholders) => [op(x(placeholders))]);
    expect(recording).toThrow(CompileError);
    expect(recording).toThrow(message);
  });

  test('a kernel of tfjs without a recorded form, and one that came after the recorder', () => {
    const kernelName = 'RecordedByNobody';
    recordingBackend();
    tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc: () => expect.unreachable() });
    const recording = () =>
      record((placeholders) => [tf.engine().runKernel(kernelName, { x: x(placeholders) }) as tf.Tensor]);
    expect(recording).toThrow(kernelName);
    tf.unregisterKernel(kernelName, 'cpu');
  });
});

test('tf.profile reads every result: the error says so', async () => {
  await tf.profile(() => {
    expect(() => record((placeholders) => [x(placeholders).exp()])).toThrow(
      /got tf.profile; make the first call outside/,
    );
    return tf.scalar(0);
  });
});

describe('tensors that the host knows', () => {
  test('may be read within a recording', () => {
    let read: unknown;
    record((placeholders) => {
      read = tf.tensor1d([1, 2, 3, 4]).arraySync();
      return [x(placeholders)];
    });
    expect(read).toEqual([1, 2, 3, 4]);
  });

  test('are constants of the function’s own type, also views of larger arrays', () => {
    const { graph } = record((placeholders) => {
      const view = Float32Array.of(1, 2, 3, 4, 5).subarray(1);
      return [x(placeholders).mul(tf.tensor1d(view)), tf.tensor1d([1, 0, 3, 2], 'int32').add(tf.scalar(1, 'int32'))];
    });
    const constants = [...graph.constants.values()].map(({ value, numbers }) => [value.dtype, ...numbers]);
    expect(constants).toContainEqual(['float32', 2, 3, 4, 5]);
    expect(constants).toContainEqual(['int32', 1, 0, 3, 2]);
  });
});

describe('a tensor that outlived its recording', () => {
  const kept: tf.Tensor[] = [];
  afterEach(() => tf.dispose(kept.splice(0)));
  const keep = () => {
    record((placeholders) => {
      kept.push(tf.keep(x(placeholders).exp()));
      return [x(placeholders)];
    });
    return kept[0] as tf.Tensor1D;
  };

  test('has no value to read, now or later', async () => {
    const tensor = keep();
    expect(() => tensor.dataSync()).toThrow(CompileError);
    await expect(tensor.data()).rejects.toThrow(CompileError);
  });

  test('is refused by the operations of other backends', () => {
    const tensor = keep();
    expect(() => tensor.add(1)).toThrow(CompileError);
  });

  test('is refused by another recording, with the cure', () => {
    const tensor = keep();
    const recording = () => record(() => [tensor.add(1)]);
    expect(recording).toThrow(CompileError);
    expect(recording).toThrow(/expected .*, got a tensor that outlived its recording; return it from the function/);
  });
});

test('the recorder is one, is never the backend of choice, and runs nothing outside of a recording', () => {
  const backend = recordingBackend();
  expect(recordingBackend()).toBe(backend);
  expect(tf.getBackend()).not.toBe(RECORDER);
  const previous = tf.getBackend();
  tf.setBackend(RECORDER);
  try {
    expect(() => tf.scalar(1).add(2)).toThrow(/expected what a compiled function makes to be used within it/);
  } finally {
    tf.setBackend(previous);
  }
});
