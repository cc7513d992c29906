import type { Batch, CompiledStep, DensityModel, Engine, Given, Rng, Step, StepResult } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { compile } from './compile.ts';
import { type CompileOptions, KEPT_GRAPHS, requireCompileOptions } from './compile-options.ts';
import { CompiledGraph } from './compiled-graph.ts';
import { GraphCache } from './graph-cache.ts';
import { signatureOf } from './leaves.ts';
import { recordStep } from './recorded-step.ts';
import { onnxRuntime, type Runtime } from './runtime.ts';
import { StepGraph } from './step-graph.ts';

/** As of `compile`. */
export type OnnxEngineOptions = Pick<CompileOptions, 'threads' | 'graphs'>;

/**
 * The engine that records the loss and its gradients as one ONNX graph, run by ONNX Runtime. Weights, gradients and
 * state stay where `fit` has them: the graph reads and writes views of its flat arrays.
 *
 * @throws ConfigError where an option is unknown or out of range and, at the first step, where `onnxruntime-node` is
 * not installed.
 * @throws CompileError, at the first step, where the loss uses what has no ONNX form.
 */
export function onnxEngine(options: OnnxEngineOptions = {}): Engine {
  requireCompileOptions('onnxEngine', options, ['threads', 'graphs']);
  const { threads, graphs = KEPT_GRAPHS } = options;
  return {
    compile: async <X extends tf.Tensor>(step: Step<X>) => new OnnxStep(step, await onnxRuntime(), threads, graphs),
    compileLogProb: <X extends tf.Tensor>(model: DensityModel<X>) =>
      compile((x: X, given?: Given) => model.logProb(x, given), { threads, graphs }),
  };
}

class OnnxStep<X extends tf.Tensor> implements CompiledStep<X> {
  readonly #graphs: GraphCache<StepGraph>;

  constructor(
    readonly step: Step<X>,
    readonly runtime: Runtime,
    readonly threads: number | undefined,
    graphs: number,
  ) {
    this.#graphs = new GraphCache(graphs);
  }

  async run(batch: Batch<X>, options: { rng: Rng; step: number }): Promise<StepResult> {
    const { step } = this;
    const graph = await this.#graphs.get(signatureOf([batch.x, batch.context]), () => this.#open(batch));
    const loss = await graph.run(batch, options);
    const result = step.update(loss, options.step);
    if (result.applied) graph.keepState();
    return result;
  }

  async #open(batch: Batch<X>): Promise<StepGraph> {
    const recorded = recordStep(this.step, batch);
    const compiled = await CompiledGraph.open(recorded.recording, this.runtime, { threads: this.threads, of: 'step' });
    return new StepGraph(compiled, recorded, this.step);
  }

  async sync(): Promise<void> {
    this.step.trained.write();
    this.step.state.write();
  }

  /** The variables follow; the graph reads the flat arrays themselves. */
  async push(): Promise<void> {
    await this.sync();
  }

  dispose(): void {
    this.#graphs.dispose();
  }
}
