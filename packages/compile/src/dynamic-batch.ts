import type { Shape } from '@flows/core';
import type { Constant, Graph, Node, Value } from './graph.ts';
import { isAlike, sameNumbers } from './graph-alike.ts';
import type { Axis } from './onnx-model.ts';

/** A graph that was recorded at some number of rows. */
export type Sized = { readonly graph: Graph; readonly rows: number };

/** A graph for any number of rows: its nodes and constants, and the shapes of values as `batch` makes them. */
export type Dynamic = {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  shape(value: Value): Axis[];
};

/** a + b · rows, a list of whole numbers each. */
type Affine = { readonly base: readonly number[]; readonly slope: readonly number[] };

/**
 * One graph for any number of rows, from recordings at several numbers of rows: they have the same nodes, and differ in
 * whole numbers (shapes, beginnings and ends of slices) that grow with the rows, a + b · rows. These become nodes that
 * compute them from the shape of an input.
 *
 * @param sized three recordings at least: two make the line, a third one proves it.
 * @returns undefined where the graphs differ otherwise.
 */
export function dynamicBatch(sized: readonly Sized[]): Dynamic | undefined {
  const [{ graph }, ...others] = sized as readonly [Sized, ...Sized[]];
  if (!others.every((other) => isAlike(graph, other.graph))) return undefined;
  const lineOf = (lists: readonly (readonly number[])[]) =>
    lineThrough(
      sized.map(({ rows }) => rows),
      lists,
    );
  const [row] = graph.inputs.flatMap((value) =>
    value.shape.flatMap((_, axis) => (isRows(sized, value, axis) ? [{ value, axis }] : [])),
  );
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  for (const [name, constant] of graph.constants) {
    const all = sized.map(({ graph }) => graph.constants.get(name) as Constant);
    if (all.every(({ numbers }) => sameNumbers(numbers, constant.numbers))) {
      constants.push(constant);
      continue;
    }
    const line =
      constant.value.dtype === 'int64' ? lineOf(all.map(({ numbers }) => Array.from(numbers, Number))) : undefined;
    if (!line || !row) return undefined;
    const made = lineNodes(constant.value, line, row);
    nodes.push(...made.nodes);
    constants.push(...made.constants);
  }
  const shapes = new Map(sized.flatMap(({ graph }) => valuesOf(graph)).map(({ name }) => [name, [] as Shape[]]));
  for (const { graph } of sized) for (const { name, shape } of valuesOf(graph)) shapes.get(name)?.push(shape);
  return {
    nodes: [...nodes, ...graph.nodes],
    constants,
    shape: ({ name, shape }) =>
      shape.map((_, axis) => {
        const line = lineOf((shapes.get(name) as Shape[]).map((shape) => [shape[axis] as number]));
        return line ? axisOf(line) : `${name}_${axis}`;
      }),
  };
}

/** A size in words of the rows. */
const axisOf = ({ base: [base = 0], slope: [slope = 0] }: Affine): Axis => {
  if (slope === 0) return base;
  const rows = slope === 1 ? 'batch' : `${slope}*batch`;
  return base === 0 ? rows : `${rows}${base < 0 ? '' : '+'}${base}`;
};

const isRows = (sized: readonly Sized[], { name }: Value, axis: number): boolean =>
  sized.every(({ graph, rows }) => graph.inputs.find((input) => input.name === name)?.shape[axis] === rows);

const valuesOf = ({ inputs, nodes }: Graph): Value[] => [...inputs, ...nodes.flatMap(({ outputs }) => outputs)];

/** The line that lists of whole numbers lie on, or undefined where they lie on none. */
function lineThrough(rows: readonly number[], lists: readonly (readonly number[])[]): Affine | undefined {
  const [first, second] = lists as readonly [readonly number[], readonly number[]];
  const [n, m] = rows as readonly [number, number];
  const slope = first.map((value, i) => ((second[i] as number) - value) / (m - n));
  const base = first.map((value, i) => value - (slope[i] as number) * n);
  const onLine = lists.every((list, k) =>
    list.every((value, i) => value === (base[i] as number) + (slope[i] as number) * (rows[k] as number)),
  );
  return onLine && [...slope, ...base].every(Number.isInteger) ? { base, slope } : undefined;
}

/** Nodes that put out a constant's numbers, under its name, from the size of an input's axis. */
function lineNodes(
  { name, shape, dtype }: Value,
  { base, slope }: Affine,
  row: { value: Value; axis: number },
): { nodes: Node[]; constants: Constant[] } {
  const list = (suffix: string, numbers: readonly number[]): Constant => ({
    value: { name: `${name}${suffix}`, shape: [numbers.length], dtype: 'int64' },
    numbers: BigInt64Array.from(numbers, BigInt),
  });
  const value = (suffix: string, shape: Shape): Value => ({ name: `${name}${suffix}`, shape, dtype: 'int64' });
  const [rows, growth] = [value('_rows', [1]), value('_growth', shape)];
  const [b, a] = [list('_slope', slope), list('_base', base)];
  const node = (op: string, inputs: Value[], output: Value, attributes = {}): Node => ({
    op,
    domain: '',
    inputs,
    outputs: [output],
    attributes,
  });
  return {
    nodes: [
      node('Shape', [row.value], rows, { start: row.axis, end: row.axis + 1 }),
      node('Mul', [rows, b.value], growth),
      node('Add', [growth, a.value], { name, shape, dtype }),
    ],
    constants: [a, b],
  };
}
