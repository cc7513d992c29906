import * as tf from '@tensorflow/tfjs';

/** Numbers to compare: a tensor (read synchronously), a list, or one number. */
export type Numbers = tf.Tensor | ArrayLike<number> | number;

/**
 * Requires |actual - expected| ≤ tolerance (1 + |expected|) of every number, and equal shapes of two tensors. NaN is
 * close to nothing; an infinity is close to itself.
 *
 * @throws Error with the index of the worst number and both of its values.
 */
export function expectClose(actual: Numbers, expected: Numbers, { tolerance = 1e-5, what = 'values' } = {}): void {
  const [got, wanted] = [listOf(actual), listOf(expected)];
  const [gotShape, wantedShape] = [shapeOf(actual), shapeOf(expected)];
  const alike = gotShape && wantedShape ? String(gotShape) === String(wantedShape) : got.length === wanted.length;
  if (!alike) {
    throw new Error(`${what}: expected shape [${wantedShape ?? wanted.length}], got [${gotShape ?? got.length}]`);
  }
  const worst = worstOf(got, wanted);
  if (worst.excess <= tolerance) return;
  const [a, b] = [got[worst.index] as number, wanted[worst.index] as number];
  throw new Error(
    `${what}: expected a difference of at most ${tolerance} (1 + |expected|); the worst is at ` +
      `[${placeOf(worst.index, wantedShape ?? gotShape ?? [wanted.length])}]: got ${a}, expected ${b}, ` +
      `off by ${Math.abs(a - b).toPrecision(3)}`,
  );
}

/** @throws Error with the first number that is NaN or infinite. */
export function expectFinite(actual: Numbers, what: string): void {
  const numbers = Array.from(listOf(actual));
  const index = numbers.findIndex((number) => !Number.isFinite(number));
  if (index >= 0) {
    const place = placeOf(index, shapeOf(actual) ?? [numbers.length]);
    throw new Error(`${what}: expected finite numbers, got ${numbers[index]} at [${place}]`);
  }
}

/** Where |actual - expected| / (1 + |expected|) is largest, and how large. */
function worstOf(actual: ArrayLike<number>, expected: ArrayLike<number>): { index: number; excess: number } {
  let worst = { index: 0, excess: 0 };
  for (let index = 0; index < expected.length; index++) {
    const [a, b] = [actual[index] as number, expected[index] as number];
    const excess = a === b ? 0 : Math.abs(a - b) / (1 + Math.abs(b));
    if (Number.isNaN(excess)) return { index, excess: Infinity };
    if (excess > worst.excess) worst = { index, excess };
  }
  return worst;
}

function listOf(numbers: Numbers): ArrayLike<number> {
  if (typeof numbers === 'number') return [numbers];
  return numbers instanceof tf.Tensor ? numbers.dataSync() : numbers;
}

const shapeOf = (numbers: Numbers): number[] | undefined => (numbers instanceof tf.Tensor ? numbers.shape : undefined);

/** The coordinates, last axis fastest, of the number at a flat index. */
function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const axis of [...shape].reverse()) {
    place.unshift(rest % axis);
    rest = Math.floor(rest / axis);
  }
  return place;
}
