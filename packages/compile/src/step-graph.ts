import type { Batch, Rng, Step } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { CompiledGraph, HostNumbers } from './compiled-graph.ts';
import type { Value } from './graph.ts';
import type { RecordedStep } from './recorded-step.ts';
import type { RuntimeTensor } from './runtime.ts';
import { VariableState } from './variable-state.ts';

/** What holds the numbers of a variable in a graph; the flat arrays of a step are of float32 throughout. */
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** The graph of a training step, which reads and writes the flat arrays of the step in place. */
export class StepGraph {
  readonly #compiled: CompiledGraph;
  readonly #recorded: RecordedStep;
  readonly #feeds: Record<string, RuntimeTensor> = {};
  readonly #fetches: Record<string, RuntimeTensor> = {};
  readonly #loss = new Float32Array(1);
  /** What the loss assigns: where a run puts it, and where it is kept. */
  readonly #assigned: { readonly made: HostNumbers; readonly kept: Float32Array }[] = [];
  /** State of another type than float32: what a run reads, and where it is kept. */
  readonly #converted: { readonly read: HostNumbers; readonly kept: Float32Array }[] = [];
  /** Variables that are none of the model's, as they are at each run. */
  readonly #outside = new Map<tf.Variable, Value>();
  readonly #outsideState = new VariableState();

  constructor(compiled: CompiledGraph, recorded: RecordedStep, { trained, state, gradients }: Step<never>) {
    this.#compiled = compiled;
    this.#recorded = recorded;
    const { variables, assigned } = compiled.recording;
    this.#fetch(recorded.loss, this.#loss);
    for (const { group, input, gradient } of recorded.weights) {
      const [from, to] = [group.start, group.start + group.size];
      this.#feed(input, trained.values.subarray(from, to));
      this.#fetch(gradient, gradients.subarray(from, to));
    }
    const views = state.views();
    const kept = new Map([...state.variables].map(([path, variable]) => [variable, views.get(path) as Float32Array]));
    for (const [variable, value] of variables) {
      const view = kept.get(variable);
      if (view) this.#feedState(value, view);
      else this.#outside.set(variable, value);
    }
    for (const [variable, value] of assigned) {
      const made = new arrays[value.dtype as keyof typeof arrays](variable.size);
      this.#fetch(value, made);
      this.#assigned.push({ made, kept: kept.get(variable) as Float32Array });
    }
  }

  /** The loss of a batch; the step has its gradients then, and what it assigned waits for `keepState`. */
  async run({ x, context }: Batch, { rng, step }: { rng: Rng; step: number }): Promise<number> {
    const recorded = this.#recorded;
    // All reads begin before anyone else can assign a variable.
    const tensors = [x, context].filter((tensor) => tensor !== undefined);
    const reads = [
      ...tensors.map((tensor, i) => ({ value: recorded.batch[i] as Value, numbers: tensor.data() })),
      ...[...this.#outside].map(([variable, value]) => ({ value, numbers: this.#outsideState.numbers(variable) })),
    ];
    for (const { value, numbers } of reads) this.#feed(value, (await numbers) as HostNumbers);
    this.#feed(recorded.step, Float32Array.of(step));
    for (const [value, drawn] of recorded.recording.draws.drawn([rng])) this.#feed(value, drawn);
    for (const { read, kept } of this.#converted) read.set(kept);
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

  #feedState(value: Value, kept: Float32Array): void {
    const read = value.dtype === 'float32' ? kept : new arrays[value.dtype as keyof typeof arrays](kept.length);
    this.#feed(value, read);
    if (read !== kept) this.#converted.push({ read, kept });
  }

  #feed(value: Value, numbers: HostNumbers): void {
    this.#feeds[value.name] = this.#compiled.tensor(value, numbers);
  }

  #fetch(value: Value, numbers: HostNumbers): void {
    this.#fetches[value.name] = this.#compiled.tensor(value, numbers);
  }
}
