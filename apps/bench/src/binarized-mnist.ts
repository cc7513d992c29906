import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type NumericArray, rng } from '@flows/core';
import type { Splits } from '@flows/datasets';
import { openFile } from '@flows/datasets/node';
import type { Rows } from './profiles/profile.ts';
import { readBits } from './read-bits.ts';

const dims = 784;
const rowBytes = dims / 8;

/**
 * Binarized MNIST, the static binarization and split of Larochelle and Murray (2011): 50,000, 10,000 and 10,000 images
 * of 28x28 pixels, 0 for paper and 1 for ink. The test images, which the file has sorted by class, come in a random
 * order that is always the same, so that the first of them are of every class.
 */
export async function binarizedMnist({ train, validation, test }: Rows): Promise<Splits> {
  const shuffled = rng('binarized MNIST');
  const inOrder = (count: number) => Array.from({ length: count }, (_, row) => row);
  return {
    train: await part('train', inOrder, train),
    validation: await part('valid', inOrder, validation),
    test: await part('test', (count) => shuffled.permutation(count), test),
  };
}

async function part(name: string, orderOf: (count: number) => number[], most?: number): Promise<NumericArray> {
  const path = fileURLToPath(new URL(`../data/binarized-mnist/${name}.bits.gz`, import.meta.url));
  const bytes = gunzipSync((await openFile(path)).bytes);
  return readBits({ name: path, bytes }, { dims, order: orderOf(bytes.length / rowBytes).slice(0, most) });
}
