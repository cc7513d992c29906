import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { CompileError } from '../compile-error.ts';
import { record } from '../recording.ts';
import { allCases } from './fixtures/all-cases.ts';
import { kernelsOf } from './fixtures/kernel-law.ts';
import { kernels } from './kernels.ts';

/** Kernels of tfjs's cpu backend that have no ONNX form, by why. */
const refused = {
  'numbers with an imaginary part': ['Complex', 'ComplexAbs', 'FFT', 'IFFT', 'Imag', 'Real'],
  'shapes that depend on values': [
    'NonMaxSuppressionV3',
    'NonMaxSuppressionV4',
    'NonMaxSuppressionV5',
    'RaggedGather',
    'RaggedRange',
    'RaggedTensorToTensor',
    'SparseFillEmptyRows',
    'SparseReshape',
    'SparseSegmentMean',
    'SparseSegmentSum',
    'Unique',
    'BroadcastArgs',
  ],
  texts: ['StaticRegexReplace', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
  'random numbers of their own': ['Multinomial'],
  'pictures, and where they are drawn': ['CropAndResize', 'Draw', 'RotateWithOffset', 'Transform'],
  morphology: ['Dilation2D', 'Dilation2DBackpropFilter', 'Dilation2DBackpropInput'],
};

/** Kernels by a name of core's, that no backend of tfjs has; the cases of dilated gradients use them. */
const ofCore = ['DilatedConv2DBackpropFilter'];

test('every kernel that is recorded comes up in a case of the law', async () => {
  const met = new Set<string>(ofCore);
  for (const each of allCases) for (const name of await kernelsOf(each)) met.add(name);
  expect(Object.keys(kernels).filter((name) => !met.has(name))).toEqual([]);
}, 30_000);

test('every kernel of tfjs is recorded, or refused for a reason', () => {
  const all = (tf.getKernelsForBackend('cpu') ?? []).map(({ kernelName }) => kernelName);
  expect(all.filter((name) => !(name in kernels)).sort()).toEqual(Object.values(refused).flat().sort());
  expect(Object.keys(kernels).filter((name) => !all.includes(name))).toEqual(ofCore);
});

test('cases have names of their own', () => {
  const names = allCases.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test.each([
  ['FFT', 'Complex', (x: tf.Tensor) => tf.spectral.rfft(x)],
  ['unique', 'Unique', (x: tf.Tensor) => tf.unique(x).values],
  ['multinomial', 'Multinomial', (x: tf.Tensor) => tf.multinomial(x as tf.Tensor1D, 2, 1)],
  [
    'a dilation',
    'Dilation2D',
    (x: tf.Tensor) => tf.dilation2d(x.reshape<tf.Tensor3D>([2, 2, 1]), tf.ones([1, 1, 1]), 1, 'same'),
  ],
])('%s has no ONNX form: the error names the kernel %s and a cure', (_, kernel, op) => {
  const recording = () => record(({ tensor }) => [op(tensor([4], 'float32'))]);
  expect(recording).toThrow(CompileError);
  expect(recording).toThrow(new RegExp(`got ${kernel}; .+`));
});
