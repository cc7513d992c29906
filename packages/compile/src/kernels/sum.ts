import { sizeOf } from '@flows/core';
import type { Graph, Value } from '../graph.ts';
import { elementwise } from './elementwise.ts';
import { reshape } from './layout.ts';
import { matMul } from './mat-mul.ts';
import { type ReduceOptions, reduce, reducedShape } from './reduce.ts';
import { pad } from './slices.ts';

/** The most floats that are added one to the next. */
const LONGEST = 512;

/**
 * The sum over axes. ONNX Runtime adds floats one to the next, and what is added to a sum far larger than itself loses its
 * last digits: of four million times 0.1, the sum is 0.35 % off. More than `LONGEST` floats are therefore added in stages,
 * parts first and then what those come to.
 */
export function sum(graph: Graph, x: Value, axes: readonly number[], options: ReduceOptions = {}): Value {
  const isShort = countOf(x, axes) <= LONGEST && !isRows(x, axes);
  if (x.dtype !== 'float32' || isShort || sizeOf(x.shape) === 0) return reduce(graph, 'ReduceSum', x, axes, options);
  const shape = [...x.shape];
  let rest = x;
  for (const [first, last] of runsOf(axes).reverse()) {
    const summed = shape.splice(first, last + 1 - first);
    rest = middle(graph, rest, [sizeOf(shape.slice(0, first)), sizeOf(summed), sizeOf(shape.slice(first))]);
  }
  return reshape(graph, rest, reducedShape(x.shape, axes, options));
}

/** The mean over axes of floats: their sum by their number where they are many. */
export function mean(graph: Graph, x: Value, axes: readonly number[], options: ReduceOptions = {}): Value {
  const count = countOf(x, axes);
  if (count <= LONGEST) return reduce(graph, 'ReduceMean', x, axes, options);
  return elementwise(graph, 'Div', [sum(graph, x, axes, options), graph.scalar(count)]);
}

const countOf = ({ shape }: Value, axes: readonly number[]): number =>
  sizeOf(axes.map((axis) => shape[axis] as number));

const isRows = ({ shape }: Value, axes: readonly number[]) => shape.length === 2 && axes.length === 1 && axes[0] === 0;

/** The first and last of axes that follow each other. */
function runsOf(axes: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const axis of axes) {
    const run = runs.at(-1);
    if (run && run[1] === axis - 1) run[1] = axis;
    else runs.push([axis, axis]);
  }
  return runs;
}

type Middle = readonly [before: number, n: number, after: number];

/** The sums over n of what is read as `[before, n, after]`. */
function middle(graph: Graph, x: Value, [before, n, after]: Middle): Value {
  if (n > LONGEST) {
    const size = partOf(n);
    const parts = Math.ceil(n / size);
    const whole = pad(graph, reshape(graph, x, [before, n, after]), [
      [0, 0],
      [0, parts * size - n],
      [0, 0],
    ]);
    // Of single numbers, neighbours make a part; of rows, those that lie `parts` apart, so that parts are rows again.
    const sums = middle(graph, whole, after === 1 ? [before * parts, size, 1] : [before, size, parts * after]);
    return middle(graph, sums, [before, parts, after]);
  }
  if (before === 1 && after > 1) return sumOfRows(graph, reshape(graph, x, [n, after]));
  // ONNX Runtime takes many times as long where a last axis of size 1 is left.
  return reduce(graph, 'ReduceSum', reshape(graph, x, after === 1 ? [before, n] : [before, n, after]), [1]);
}

/** A size of parts: one that divides n, where there is one that is not small. */
function partOf(n: number): number {
  for (let size = LONGEST; size >= LONGEST / 8; size--) if (n % size === 0) return size;
  return LONGEST;
}

/** The sum of the rows of a matrix as a product with ones, which takes ONNX Runtime less time than `ReduceSum`. */
const sumOfRows = (graph: Graph, x: Value): Value =>
  matMul(graph, graph.broadcast(graph.scalar(1), [1, x.shape[0] as number]), x);
