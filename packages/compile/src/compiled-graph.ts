import type { InferenceSession } from 'onnxruntime-node';
import { CompileError } from './compile-error.ts';
import { type HostNumbers, hostDtype, inArrayOf } from './dtype.ts';
import type { Node, Value } from './graph.ts';
import { liveNodes } from './live-nodes.ts';
import { multiplicationsOf } from './multiplications.ts';
import { onnxModel } from './onnx-model.ts';
import type { Recording } from './recording.ts';
import type { Runtime, RuntimeTensor, Session } from './runtime.ts';
import { summedConvolutions } from './summed-convolutions.ts';

/** ONNX Runtime's number for a thread on each core. */
const EVERY_CORE = 0;

/**
 * How many multiplications the largest product has from which on a thread on each core is worth waking. A training step
 * sleeps while the weights are updated on the host, so that its threads are woken at each.
 */
const worthThreads = { function: 2e6, step: 1e7 };

/** How many multiplications a node has on average: where most are tiny, handing them out costs more than it saves. */
const worthSharing = 3e5;

type Use = keyof typeof worthThreads;

/** One for small products, or for few among many nodes, and one a core for large ones. */
function threadsFor(nodes: readonly Node[], of: Use): number {
  const products = nodes.map(multiplicationsOf);
  const total = products.reduce((sum, count) => sum + count, 0);
  const isLarge = products.some((count) => count >= worthThreads[of]) && total >= worthSharing * nodes.length;
  return isLarge ? EVERY_CORE : 1;
}

/**
 * How far ONNX Runtime rewrites a graph: `basic` cancels the transposes about convolutions; `extended` takes a product
 * and its rectifier as one too, which a function gains up to 8 % by, but not a step, which needs what is before the
 * rectifier; `all` lays the channels of images out in blocks, where weights are constants, which a sampler of images
 * gains up to a half by. The large samplers of vectors are slower by it.
 */
function optimizationOf(nodes: readonly Node[], of: Use): 'basic' | 'extended' | 'all' {
  if (of === 'step') return 'basic';
  return nodes.some(({ op }) => op === 'Conv' || op === 'ConvTranspose') ? 'all' : 'extended';
}

const sessionOptions = (nodes: readonly Node[], of: Use, threads?: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads ?? threadsFor(nodes, of),
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: optimizationOf(nodes, of),
  // A thread that waits for more work looks for it this many microseconds: without, waking it costs as much as it
  // saves, and with more it takes the processor from whatever else runs.
  extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '30' } } },
});

/** A recording that can run: a session of ONNX Runtime. */
export class CompiledGraph {
  readonly #runtime: Runtime;
  readonly #session: Session;

  private constructor(runtime: Runtime, session: Session) {
    this.#runtime = runtime;
    this.#session = session;
  }

  /** @param threads where none are given, one or one a core, by the products of the graph. */
  static async open(
    { graph, outputs, assigned }: Recording,
    runtime: Runtime,
    { threads, of = 'function' }: { threads?: number; of?: Use } = {},
  ): Promise<CompiledGraph> {
    const values = [...outputs, ...assigned.values()];
    const live = liveNodes(graph, values);
    const options = sessionOptions(live, of, threads);
    const nodes = of === 'step' ? summedConvolutions(live, values) : live;
    const model = onnxModel(
      { nodes, constants: graph.constants.values() },
      {
        inputs: graph.inputs.map((value) => ({ value })),
        outputs: values.map((value) => ({ value })),
      },
    );
    return new CompiledGraph(runtime, await sessionOf(runtime, model, options));
  }

  /** A tensor of the runtime over `numbers`, which it borrows where they are in an array of their type. */
  tensor({ shape, dtype }: Value, numbers: HostNumbers): RuntimeTensor {
    const type = hostDtype(dtype);
    return new this.#runtime.Tensor(type, inArrayOf(type, numbers), shape);
  }

  /** Runs the graph; outputs that `fetches` holds are filled in place. */
  run(
    feeds: Record<string, RuntimeTensor>,
    fetches?: Record<string, RuntimeTensor>,
  ): Promise<Record<string, RuntimeTensor>> {
    return fetches ? this.#session.run(feeds, fetches) : this.#session.run(feeds);
  }

  release(): void {
    // What a session could not free, nobody could.
    this.#session.release().catch(() => {});
  }
}

async function sessionOf(
  runtime: Runtime,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<Session> {
  try {
    return await runtime.InferenceSession.create(model, options);
  } catch (cause) {
    throw new CompileError(
      `compile: expected a graph that ONNX Runtime takes, got its refusal: ${cause instanceof Error ? cause.message : String(cause)}; cast to float32 what the operation that it names computes with`,
      { cause },
    );
  }
}
