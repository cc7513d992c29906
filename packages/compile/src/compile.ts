import { ConfigError } from '@flows/core';
import { type CompileOptions, KEPT_GRAPHS, requireCompileOptions } from './compile-options.ts';
import { FunctionGraph } from './function-graph.ts';
import { GraphCache } from './graph-cache.ts';
import { signatureOf } from './leaves.ts';
import { VariableState } from './variable-state.ts';

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
 * @throws ConfigError where an option is unknown or out of range and, when called, where `onnxruntime-node` is not
 * installed, or an argument is none of these.
 * @throws CompileError, when called, where the function reads a value on the host, or uses an operation without an
 * ONNX form.
 */
export function compile<const Arguments extends readonly unknown[], Result>(
  fn: (...args: Arguments) => Result,
  options: CompileOptions = {},
): Compiled<Arguments, Result> {
  requireCompileOptions('compile', options);
  const { graphs: most = KEPT_GRAPHS } = options;
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
