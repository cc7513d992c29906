import type { DensityModel } from '@flows/core';
import { expect, test } from 'vitest';
import { rowsAtOnce } from './rows-at-once.ts';

const of = (eventShape: number[], stages?: object[]) => ({ eventShape, stages }) as unknown as DensityModel;

test('rows are given by the thousand, and fewer large ones to a network with outputs at each element', () => {
  expect([rowsAtOnce(of([784])), rowsAtOnce(of([784], [])), rowsAtOnce(of([8], []))]).toEqual([2000, 83, 2000]);
});
