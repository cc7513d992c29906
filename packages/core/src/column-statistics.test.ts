import { expect, test } from 'vitest';
import { columnMeans, columnsOf, columnVariances, covariance } from './column-statistics.ts';
import { DataError } from './errors.ts';

const columns = () =>
  columnsOf('test', [
    [1, 10],
    [2, 30],
    [6, 20],
  ]);

test('means and covariance are those of the columns, with 1/n', () => {
  const means = columnMeans(columns());
  expect([...means]).toEqual([3, 20]);
  const [a, b, c, d] = covariance(columns(), means);
  expect(a).toBeCloseTo((4 + 1 + 9) / 3, 12);
  expect([b, c]).toEqual([10 / 3, 10 / 3]);
  expect(d).toBeCloseTo(200 / 3, 12);
});

test('variances are the diagonal of the covariance, and exactly 0 where a column is constant', () => {
  const variances = columnVariances(columns(), columnMeans(columns()));
  expect(variances[0]).toBeCloseTo((4 + 1 + 9) / 3, 12);
  expect(variances[1]).toBeCloseTo(200 / 3, 12);
  const constant = columnsOf('test', [[0.1], [0.1], [0.1]]);
  expect([...columnVariances(constant, columnMeans(constant))]).toEqual([0]);
});

test('an array that its shape does not describe is refused', () => {
  expect(() => columnsOf('test', { data: [1, 2, 3], shape: [2, 2] })).toThrow(DataError);
  expect(() => columnsOf('test', [])).toThrow(DataError);
});
