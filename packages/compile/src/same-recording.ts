import { shapeText } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { type Graph, sameShape, type Value } from './graph.ts';
import { isAlike, sameNumbers } from './graph-alike.ts';

/** What a recording is told apart by. */
type Recorded = {
  readonly graph: Graph;
  readonly outputs: readonly Value[];
  readonly assigned: ReadonlyMap<tf.Variable, Value>;
};

/** @throws CompileError where two recordings of a function differ: in constants, operations, results or assignments. */
export function requireSameRecording(first: Recorded, second: Recorded): void {
  const different = differentConstant(first.graph, second.graph);
  if (different) throw differs(`made other constants of shape ${shapeText(different.shape)}`);
  if (!isAlike(first.graph, second.graph) || !sameValues(first.graph.inputs, second.graph.inputs)) {
    throw differs('did other operations');
  }
  if (!sameValues(first.outputs, second.outputs)) throw differs('returned other results');
  const same =
    first.assigned.size === second.assigned.size &&
    [...first.assigned].every(([variable, value]) => isSame(value, second.assigned.get(variable)));
  if (!same) throw differs('assigned other variables');
}

function differentConstant({ constants }: Graph, { constants: others }: Graph): Value | undefined {
  return [...constants.values()].find(({ value, numbers }) => {
    const other = others.get(value.name);
    return !other || !sameNumbers(numbers, other.numbers);
  })?.value;
}

const isSame = (a: Value, b: Value | undefined): boolean =>
  a.name === b?.name && a.dtype === b.dtype && sameShape(a.shape, b.shape);

const sameValues = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((value, i) => isSame(value, b[i]));

const differs = (what: string) =>
  new CompileError(
    `compile: expected a function that does the same at every call, got one that ${what} when it was recorded again; give what changes from call to call as an argument, and draw random numbers from an rng that is an argument, in place of tf.randomNormal, tf.randomUniform, tf.dropout or Math.random`,
  );
