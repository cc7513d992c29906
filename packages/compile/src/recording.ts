import { type Rng, type Shape, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { GradientTape } from './gradient-tape.ts';
import { type Constant, type Dtype, Graph, type Numbers, type Value } from './graph.ts';
import { RecordedDraws } from './recorded-rng.ts';
import { constantOf, RECORDER, recordingBackend } from './recording-backend.ts';

/** The inputs and the generators that a function to be recorded is called with. */
export interface Placeholders {
  tensor<T extends tf.Tensor>(shape: Shape, dtype: Dtype): T;
  rng(): Rng;
}

/** What a function did, as a graph. */
export type Recording = {
  readonly graph: Graph;
  /** What was made by `placeholders.tensor`, in order. */
  readonly given: readonly Value[];
  /** The variables that the function read and that were not bound, each an input. */
  readonly variables: ReadonlyMap<tf.Variable, Value>;
  readonly draws: RecordedDraws;
  /** What the function returned. */
  readonly outputs: readonly Value[];
  /** What the function assigned, by variable. */
  readonly assigned: ReadonlyMap<tf.Variable, Value>;
};

/** What variables are in a graph that is about to be recorded: asked once for each that is read. */
export type Bindings = (graph: Graph) => (variable: tf.Variable) => Value | undefined;

type Recorded = (placeholders: Placeholders) => readonly tf.Tensor[];

/**
 * Records what `fn` does, twice: numbers that are not the same both times were drawn or read on the host, and would be
 * those of the recording at every run. Variables that it reads are those that `bind` says, and inputs where it says none; other
 * tensors of its closure are constants, read once. Backend and variables are afterwards what they were, also where `fn` throws.
 *
 * @throws CompileError where `fn` uses an operation that has no ONNX form, reads a value on the host, makes variables,
 * or makes other constants each time.
 */
export function record(fn: Recorded, bind: Bindings = () => () => undefined): Recording {
  const recording = recordOnce(fn, bind);
  requireSameConstants(recording.graph, recordOnce(fn, bind).graph);
  return recording;
}

function requireSameConstants({ constants }: Graph, { constants: again }: Graph): void {
  const bytes = ({ numbers }: Constant) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const alike = (name: string, constant: Constant) => {
    const [a, b] = [bytes(constant), again.get(name)];
    return b !== undefined && tf.util.arraysEqual(a, bytes(b));
  };
  for (const [name, constant] of constants) {
    if (alike(name, constant)) continue;
    throw new CompileError(
      `compile: expected a function that does the same at every call, got one that made other constants of shape ${shapeText(constant.value.shape)} when it was recorded again; draw random numbers from an rng that is an argument, in place of tf.randomNormal, tf.randomUniform, tf.dropout or Math.random`,
    );
  }
}

function recordOnce(fn: Recorded, bind: Bindings): Recording {
  const backend = recordingBackend();
  const graph = new Graph();
  const captured = new Captured(graph, bind(graph));
  backend.begin(graph, captured.value);
  try {
    return recordInto(graph, captured, fn);
  } finally {
    backend.end();
  }
}

function recordInto(graph: Graph, captured: Captured, fn: Recorded): Recording {
  const backend = recordingBackend();
  const previous = tf.backend() && tf.getBackend();
  const given: Value[] = [];
  const tensor = (value: Value) => tf.engine().makeTensorFromTensorInfo(backend.tensor(value));
  const draws = new RecordedDraws(tensor, (shape) => graph.input(shape, 'float32'));
  const unchanged = new Unchanged();
  const tape = new GradientTape();
  let recording: Recording | undefined;
  try {
    void tf.setBackend(RECORDER);
    tf.tidy(() => {
      const outputs = fn({
        tensor: <T extends tf.Tensor>(shape: Shape, dtype: Dtype) => {
          const value = graph.input(shape, dtype);
          given.push(value);
          return tensor(value) as T;
        },
        rng: () => draws.generator(),
      });
      requireNone(unchanged.made());
      const own = ownValues(graph);
      const values = outputs.map((output) => own(backend.value(output)));
      const assigned = unchanged.assigned((variable) => own(backend.value(variable)));
      recording = { graph, given, variables: captured.variables, draws, outputs: values, assigned };
    });
    return recording as unknown as Recording;
  } finally {
    tape.cut();
    void tf.setBackend(previous);
    unchanged.restore();
  }
}

function requireNone([made]: readonly tf.Variable[]): void {
  if (!made) return;
  throw new CompileError(
    `compile: expected a function that makes no variables, got one of shape ${shapeText(made.shape)}; make it outside of the function`,
  );
}

/** Gives each output of a graph a node of its own: what is an input, a constant or an output already is copied. */
function ownValues(graph: Graph): (value: Value) => Value {
  const taken = new Set<string>();
  return (value) => {
    const whole = graph.whole(value);
    const own = graph.producer(whole) && !taken.has(whole.name) ? whole : graph.copy(whole);
    taken.add(own.name);
    return own;
  };
}

/** Tensors of other backends as they come up: variables become inputs, all others constants. */
class Captured {
  readonly variables = new Map<tf.Variable, Value>();
  readonly #bound = new Map<tf.Variable, Value>();
  readonly #byData = new Map<object, tf.Variable>();

  constructor(
    readonly graph: Graph,
    readonly bind: (variable: tf.Variable) => Value | undefined,
  ) {
    for (const variable of registered()) this.#byData.set(variable.dataId, variable);
  }

  readonly value = (tensor: tf.TensorInfo): Value => {
    const { dataId } = tensor;
    const variable = this.#byData.get(dataId);
    if (!variable) return constantOf(this.graph, tensor, tf.engine().readSync(dataId) as Numbers);
    return this.#bound.get(variable) ?? this.variables.get(variable) ?? this.#fresh(variable);
  };

  #fresh(variable: tf.Variable): Value {
    const bound = this.bind(variable);
    const value = bound ?? this.graph.input(variable.shape, variable.dtype as Dtype);
    (bound ? this.#bound : this.variables).set(variable, value);
    return value;
  }
}

/** Holds what variables were before, to tell which of them are assigned and to give them back. */
class Unchanged {
  readonly #before = registered().map((variable) => ({ variable, dataId: variable.dataId, value: variable.clone() }));

  assigned(value: (variable: tf.Variable) => Value): Map<tf.Variable, Value> {
    return new Map(this.#changed().map(({ variable }) => [variable, value(variable)]));
  }

  /** Variables that there were not. */
  made(): tf.Variable[] {
    const before = new Set(this.#before.map(({ variable }) => variable));
    return registered().filter((variable) => !before.has(variable));
  }

  restore(): void {
    for (const variable of this.made()) variable.dispose();
    for (const { variable, value } of this.#changed()) variable.assign(value);
    for (const { value } of this.#before) value.dispose();
  }

  #changed() {
    return this.#before.filter(({ variable, dataId }) => variable.dataId !== dataId);
  }
}

const registered = (): tf.Variable[] => Object.values(tf.engine().registeredVariables);
