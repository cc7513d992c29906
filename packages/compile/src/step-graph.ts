import type { Batch, Rng, Step } from '@flows/core';
import type { CompiledGraph, HostNumbers } from './compiled-graph.ts';
import type { Value } from './graph.ts';
import type { RuntimeTensor } from './runtime.ts';

/** The graph of a training step, which reads and writes the flat arrays of the step in place. */
export class StepGraph {
  readonly #compiled: CompiledGraph;
  readonly #feeds: Record<string, RuntimeTensor> = {};
  readonly #fetches: Record<string, RuntimeTensor> = {};
  readonly #loss = new Float32Array(1);
  /** What the loss assigns: where a run puts it, and where it is kept. */
  readonly #assigned: { readonly made: Float32Array; readonly kept: Float32Array }[] = [];

  constructor(compiled: CompiledGraph, { trained, state, gradients }: Step<never>) {
    this.#compiled = compiled;
    const { graph, variables, outputs, assigned } = compiled.recording;
    const [loss, gradient] = outputs as readonly [Value, Value];
    this.#feed(graph.inputs[0] as Value, trained.values);
    this.#fetch(loss, this.#loss);
    this.#fetch(gradient, gradients);
    const views = state.views();
    const kept = new Map([...state.variables].map(([path, variable]) => [variable, views.get(path) as Float32Array]));
    for (const [variable, value] of variables) {
      this.#feed(value, kept.get(variable) ?? (variable.dataSync() as HostNumbers));
    }
    for (const [variable, value] of assigned) {
      const made = new Float32Array(variable.size);
      this.#fetch(value, made);
      this.#assigned.push({ made, kept: kept.get(variable) as Float32Array });
    }
  }

  /** The loss of a batch; the step has its gradients then, and what it assigned waits for `keepState`. */
  async run({ x, context }: Batch, { rng, step }: { rng: Rng; step: number }): Promise<number> {
    const { given, draws } = this.#compiled.recording;
    const tensors = [x, context].filter((tensor) => tensor !== undefined);
    const numbers = (await Promise.all(tensors.map((tensor) => tensor.data()))) as HostNumbers[];
    for (const [i, value] of given.entries()) this.#feed(value, numbers[i] ?? Float32Array.of(step));
    for (const [value, drawn] of draws.drawn([rng])) this.#feed(value, drawn);
    await this.#compiled.run(this.#feeds, this.#fetches);
    return this.#loss[0] as number;
  }

  /** Keeps the state that the last run assigned. */
  keepState(): void {
    for (const { made, kept } of this.#assigned) kept.set(made);
  }

  release(): void {
    this.#compiled.release();
  }

  #feed(value: Value, numbers: HostNumbers): void {
    this.#feeds[value.name] = this.#compiled.tensor(value, numbers);
  }

  #fetch(value: Value, numbers: HostNumbers): void {
    this.#fetches[value.name] = this.#compiled.tensor(value, numbers);
  }
}
