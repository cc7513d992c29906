import { ConfigError, type Rng, requireCount } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompiledGraph, type HostNumbers } from './compiled-graph.ts';
import type { Dtype, Graph, Value } from './graph.ts';
import { GraphCache } from './graph-cache.ts';
import { replaceLeaves, signatureOf } from './leaves.ts';
import { record } from './recording.ts';
import { onnxRuntime, type RuntimeTensor } from './runtime.ts';
import { VariableState } from './variable-state.ts';

export type CompileOptions = {
  /** How many threads a graph runs on. Where absent, one, or one a core where it multiplies large matrices. */
  readonly threads?: number;
  /**
   * What variables that the function only reads are: inputs, or constants of the graph, which runs faster for it and is
   * made anew where one of them has changed; `inputs` where absent.
   */
  readonly variables?: 'inputs' | 'constants';
  /** How many graphs are kept, one for each signature of the arguments; 8 where absent. */
  readonly graphs?: number;
};

/** A function that runs as a graph. Calls run one after another, in the order in which they are made. */
export interface Compiled<Arguments extends readonly unknown[], Result> {
  (...args: Arguments): Promise<Result>;
  /** Writes what runs have assigned into the variables. */
  sync(): void;
  /** Frees the graphs, once the calls that were made are done. Variables keep what they were assigned last, by `sync` or outside. */
  dispose(): void;
}

/**
 * Compiles a tfjs function: its first call with arguments of new shapes records what it does, gradients included, as one
 * ONNX graph, and every call runs that graph in `onnxruntime-node`.
 *
 * - Tensors among the arguments are inputs, generators (`Rng`) are drawn from at every run as the function would draw.
 *   All else, numbers too, belongs to the graph: another value makes another one.
 * - Variables are as they are at every run. Those that the function assigns keep their new values in the compiled
 *   function, until `sync` writes them back; an assignment from outside comes before them.
 * - Other tensors that the function closes over are constants, as they are at the first call.
 * - What it returns are new tensors of the backend of the moment, owned by the caller.
 *
 * @throws ConfigError where `threads` or `graphs` is not a whole number above 0 and, when called, where
 * `onnxruntime-node` is not installed, or an argument is none of these.
 * @throws CompileError, when called, where the function reads a value on the host, or uses an operation without an
 * ONNX form.
 */
export function compile<const Arguments extends readonly unknown[], Result>(
  fn: (...args: Arguments) => Result,
  { graphs: most = 8, ...options }: CompileOptions = {},
): Compiled<Arguments, Result> {
  if (options.threads !== undefined) requireCount('compile', 'threads', options.threads);
  requireCount('compile', 'graphs', most);
  const graphs = new GraphCache<FunctionGraph<Result>>(most);
  const state = new VariableState();
  let disposed = false;
  let last: Promise<unknown> = Promise.resolve();

  const run = async (args: Arguments): Promise<Result> => {
    const signature = signatureOf(args);
    const open = () => FunctionGraph.open(fn, args, options, state);
    const graph = await graphs.get(signature, open);
    return (graph.isStale(state) ? await graphs.replace(signature, open) : graph).run(args, state);
  };
  const call = async (...args: Arguments): Promise<Result> => {
    if (disposed) throw new ConfigError('compile: expected a compiled function in use, got one that is disposed of');
    const result = last.then(() => run(args));
    last = result.catch(() => {});
    return result;
  };
  return Object.assign(call, {
    sync: () => state.sync(),
    dispose: () => {
      disposed = true;
      void last.then(() => {
        graphs.dispose();
        state.clear();
      });
    },
  });
}

/** Variables that are constants of a graph, by the data that they had then. */
type Constants = Map<tf.Variable, object>;

function frozen(graph: Graph, variable: tf.Variable, constants: Constants): Value {
  const { dataId, shape, dtype } = variable;
  constants.set(variable, dataId);
  return graph.constant(variable.dataSync() as HostNumbers, shape, dtype as Dtype);
}

/** The graph of a function for arguments of one signature. */
class FunctionGraph<Result> {
  readonly #compiled: CompiledGraph;
  /** What the function returned while it was recorded; its tensors stand for the outputs. */
  readonly #result: Result;
  readonly #constants: Constants;

  private constructor(compiled: CompiledGraph, result: Result, constants: Constants) {
    this.#compiled = compiled;
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
    const recorded = (assigned: ReadonlyMap<tf.Variable, Value>) =>
      record(
        ({ tensor, rng }) => {
          result = fn(
            ...replaceLeaves(args, { tensor: ({ shape, dtype }) => tensor(shape, dtype as Dtype), rng: () => rng() }),
          );
          return leavesOf(result).tensors;
        },
        (graph) => (variable) =>
          variables === 'constants' && !assigned.has(variable) && !state.isAhead(variable)
            ? frozen(graph, variable, constants)
            : undefined,
      );
    let recording = recorded(new Map());
    // What turned out to be assigned is no constant.
    if ([...recording.assigned.keys()].some((variable) => constants.has(variable))) {
      constants.clear();
      recording = recorded(recording.assigned);
    }
    return new FunctionGraph(await CompiledGraph.open(recording, runtime, threads), result as Result, constants);
  }

  /** Whether a variable has changed that is a constant of the graph. */
  isStale(state: VariableState): boolean {
    return [...this.#constants].some(([variable, dataId]) => variable.dataId !== dataId || state.isAhead(variable));
  }

  async run(args: readonly unknown[], state: VariableState): Promise<Result> {
    const compiled = this.#compiled;
    const { given, variables, draws, outputs, assigned } = compiled.recording;
    const { tensors, rngs } = leavesOf(args);
    const feeds: Record<string, RuntimeTensor> = {};
    const feed = (value: Value, numbers: HostNumbers) => {
      feeds[value.name] = compiled.tensor(value, numbers);
    };
    for (const [i, value] of given.entries()) feed(value, (await tensors[i]?.data()) as HostNumbers);
    for (const [variable, value] of variables) feed(value, await state.numbers(variable));
    for (const [value, drawn] of draws.drawn(rngs)) feed(value, drawn);
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

/** The tensors and generators among arguments or results, in order. */
function leavesOf(value: unknown): { tensors: tf.Tensor[]; rngs: Rng[] } {
  const tensors: tf.Tensor[] = [];
  const rngs: Rng[] = [];
  replaceLeaves(value, { tensor: (tensor) => tensors.push(tensor), rng: (rng) => rngs.push(rng) });
  return { tensors, rngs };
}
