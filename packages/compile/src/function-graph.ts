import * as tf from '@tensorflow/tfjs';
import type { CompileOptions } from './compile-options.ts';
import { CompiledGraph } from './compiled-graph.ts';
import { type HostNumbers, hostDtype } from './dtype.ts';
import type { Graph, Value } from './graph.ts';
import { leavesOf, replaceLeaves } from './leaves.ts';
import { type Recording, record } from './recording.ts';
import { onnxRuntime, type RuntimeTensor } from './runtime.ts';
import type { VariableState } from './variable-state.ts';

/** Variables that are constants of a graph, by the data that they had then. */
type Constants = Map<tf.Variable, object>;

/** What a run needs of a recording; the graph itself, weights and all, is the session's from then on. */
type Ports = Pick<Recording, 'given' | 'variables' | 'draws' | 'outputs' | 'assigned'>;

/** The graph of a function for arguments of one signature. */
export class FunctionGraph<Result> {
  readonly #compiled: CompiledGraph;
  readonly #ports: Ports;
  /** What the function returned while it was recorded; its tensors stand for the outputs. */
  readonly #result: Result;
  readonly #constants: Constants;

  private constructor(compiled: CompiledGraph, ports: Ports, result: Result, constants: Constants) {
    this.#compiled = compiled;
    this.#ports = ports;
    this.#result = result;
    this.#constants = constants;
  }

  static async open<Arguments extends readonly unknown[], Result>(
    fn: (...args: Arguments) => Result,
    args: Arguments,
    { threads, variables }: CompileOptions,
    state: VariableState,
  ): Promise<FunctionGraph<Result>> {
    const runtime = await onnxRuntime();
    const constants: Constants = new Map();
    let result: Result | undefined;
    const recordWith = (assigned: ReadonlyMap<tf.Variable, Value>) =>
      record(
        ({ tensor, rng }) => {
          result = fn(
            ...replaceLeaves(args, { tensor: ({ shape, dtype }) => tensor(shape, hostDtype(dtype)), rng: () => rng() }),
          );
          return leavesOf(result).tensors;
        },
        (graph) => (variable, dataId) => {
          const isConstant = variables === 'constants' && !assigned.has(variable);
          if (!isConstant || state.isAhead(variable, dataId)) return undefined;
          constants.set(variable, dataId);
          return constantOfVariable(graph, variable, dataId);
        },
      );
    let recording = recordWith(new Map());
    // What turned out to be assigned is no constant.
    if ([...recording.assigned.keys()].some((variable) => constants.has(variable))) {
      constants.clear();
      recording = recordWith(recording.assigned);
    }
    const { graph: _, ...ports } = recording;
    const compiled = await CompiledGraph.open(recording, runtime, { threads });
    return new FunctionGraph(compiled, ports, result as Result, constants);
  }

  /** Whether a variable has changed that is a constant of the graph. */
  isStale(state: VariableState): boolean {
    return [...this.#constants].some(([variable, dataId]) => variable.dataId !== dataId || state.isAhead(variable));
  }

  async run(args: readonly unknown[], state: VariableState): Promise<Result> {
    const compiled = this.#compiled;
    const { given, variables, draws, outputs, assigned } = this.#ports;
    const { tensors, rngs } = leavesOf(args);
    const feeds: Record<string, RuntimeTensor> = {};
    const feed = (value: Value, numbers: HostNumbers) => {
      feeds[value.name] = compiled.tensor(value, numbers);
    };
    for (const [value, drawn] of draws.drawn(rngs)) feed(value, drawn);
    state.begin(assigned.keys());
    // All reads begin before anyone else can assign a variable.
    await Promise.all([
      ...given.map(async (value, i) => feed(value, (await tensors[i]?.data()) as HostNumbers)),
      ...[...variables].map(async ([variable, value]) => feed(value, await state.numbers(variable))),
    ]);
    const results = await compiled.run(feeds);
    const numbers = ({ name }: Value) => results[name]?.data as HostNumbers;
    for (const [variable, value] of assigned) state.assign(variable, numbers(value));
    const values = outputs.values();
    const returned = () => {
      const value = values.next().value as Value;
      return tf.tensor(numbers(value), [...value.shape], value.dtype as tf.NumericDataType);
    };
    return replaceLeaves(this.#result, { tensor: returned, rng: (rng) => rng });
  }

  release(): void {
    this.#compiled.release();
  }
}

const constantOfVariable = (graph: Graph, { shape, dtype }: tf.Variable, dataId: object): Value =>
  graph.constant(tf.engine().readSync(dataId) as HostNumbers, shape, hostDtype(dtype));
