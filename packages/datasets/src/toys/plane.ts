import { type NumericArray, requireCount, ShapeError, shapeText } from '@flows/core';

/**
 * Points of the plane, one after the other: `[count, 2]`.
 *
 * @throws ConfigError where `count` is not a whole number of at least 1.
 */
export function drawPoints(
  name: string,
  count: number,
  point: (row: number) => readonly [x: number, y: number],
): NumericArray {
  requireCount(`${name}.sample`, 'count', count);
  const data = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) data.set(point(row), 2 * row);
  return { data, shape: [count, 2] };
}

/**
 * A log-density at points `[count, 2]`: `[count]`, in nats.
 *
 * @throws ShapeError where the points are not of the plane.
 */
export function logDensityAt(
  name: string,
  { data, shape }: NumericArray,
  logDensity: (x: number, y: number) => number,
): Float64Array {
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new ShapeError(`${name}.logProb: expected points of shape [count, 2], got ${shapeText(shape)}`);
  }
  return Float64Array.from({ length: data.length / 2 }, (_, row) =>
    logDensity(data[2 * row] as number, data[2 * row + 1] as number),
  );
}
