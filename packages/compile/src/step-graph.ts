import type { Batch, Rng, Step } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import type { CompiledGraph } from './compiled-graph.ts';
import { arrays, type HostNumbers, hostDtype } from './dtype.ts';
import type { Value } from './graph.ts';
import type { RecordedDraws } from './recorded-draws.ts';
import type { RecordedStep } from './recorded-step.ts';
import type { RuntimeTensor } from './runtime.ts';
import { VariableState } from './variable-state.ts';

/** Up to here the flat arrays of a step, float32 throughout, hold every whole number. */
const LARGEST_WHOLE = 2 ** 24;

/** The graph of a training step, which reads and writes the flat arrays of the step in place. */
export class StepGraph {
  readonly #compiled: CompiledGraph;
  readonly #batch: readonly Value[];
  readonly #step: Value;
  readonly #draws: RecordedDraws;
  readonly #feeds: Record<string, RuntimeTensor> = {};
  readonly #fetches: Record<string, RuntimeTensor> = {};
  readonly #loss = new Float32Array(1);
  /** What the loss assigns: where a run puts it, and where it is kept. */
  readonly #assigned: { readonly name: string; readonly result: HostNumbers; readonly kept: Float32Array }[] = [];
  /** State of another type than float32: what a run reads, and where it is kept. */
  readonly #converted: { readonly read: HostNumbers; readonly kept: Float32Array }[] = [];
  /** Variables that are none of the model's, as they are at each run. */
  readonly #outside = new Map<tf.Variable, Value>();
  readonly #outsideState = new VariableState();

  constructor(compiled: CompiledGraph, recorded: RecordedStep, { trained, state, gradients }: Step<never>) {
    const { recording, loss, weights, batch, step } = recorded;
    const { variables, assigned, draws } = recording;
    this.#compiled = compiled;
    this.#batch = batch;
    this.#step = step;
    this.#draws = draws;
    this.#fetch(loss, this.#loss);
    for (const { group, input, gradient } of weights) {
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
      const result = new arrays[hostDtype(value.dtype)](variable.size);
      this.#fetch(value, result);
      this.#assigned.push({ name: variable.name, result, kept: kept.get(variable) as Float32Array });
    }
  }

  /** The loss of a batch; the step has its gradients then, and what it assigned waits for `keepState`. */
  async run({ x, context }: Batch, { rng, step }: { rng: Rng; step: number }): Promise<number> {
    this.#feed(this.#step, Float32Array.of(step));
    for (const [value, drawn] of this.#draws.drawn([rng])) this.#feed(value, drawn);
    // All reads begin before anyone else can assign a variable.
    const tensors = [x, context].filter((tensor) => tensor !== undefined);
    await Promise.all([
      ...this.#batch.map(async (value, i) => this.#feed(value, (await tensors[i]?.data()) as HostNumbers)),
      ...[...this.#outside].map(async ([variable, value]) =>
        this.#feed(value, await this.#outsideState.numbers(variable)),
      ),
    ]);
    for (const { read, kept } of this.#converted) read.set(kept);
    await this.#compiled.run(this.#feeds, this.#fetches);
    return this.#loss[0] as number;
  }

  /**
   * Keeps the state that the last run assigned.
   *
   * @throws CompileError where a whole number among it is beyond what float32 holds.
   */
  keepState(): void {
    for (const { name, result, kept } of this.#assigned) {
      const large = result instanceof Int32Array && result.find((number) => Math.abs(number) > LARGEST_WHOLE);
      if (large) throw tooLarge(name, large);
      kept.set(result);
    }
  }

  release(): void {
    this.#compiled.release();
  }

  #feedState(value: Value, kept: Float32Array): void {
    const read = value.dtype === 'float32' ? kept : new arrays[hostDtype(value.dtype)](kept.length);
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

const tooLarge = (name: string, number: number) =>
  new CompileError(
    `onnxEngine: expected state of whole numbers within ±2^24, which float32 holds, got ${number} in the variable ${name}; keep it smaller, or in several variables`,
  );
