import { type Rng, type Shape, shapeText } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { type HostDtype, type HostNumbers, hostDtype } from './dtype.ts';
import { GradientTape } from './gradient-tape.ts';
import { Graph, type Value } from './graph.ts';
import { RecordedDraws } from './recorded-draws.ts';
import { constantOf, RECORDER, recordingBackend } from './recording-backend.ts';
import { requireSameRecording } from './same-recording.ts';
import { StandIns } from './stand-ins.ts';

/** The inputs and the generators that a function to be recorded is called with. */
export interface Placeholders {
  tensor<T extends tf.Tensor>(shape: Shape, dtype: HostDtype): T;
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

/**
 * What variables are in a graph that is about to be recorded: asked once for each that is read, with its data, which
 * something else stands in for while the function is recorded.
 */
export type Bindings = (graph: Graph) => (variable: tf.Variable, dataId: object) => Value | undefined;

/** A function as it is recorded. */
type Traced = (placeholders: Placeholders) => readonly tf.Tensor[];

/**
 * Records what `fn` does, twice: where it does not do the same both times, something was drawn or decided on the host,
 * and would be what it was in the recording at every run. Variables that it reads are those that `bind` says, and inputs
 * where it says none; other tensors of its closure are constants, read once. Backend and variables are afterwards what
 * they were, also where `fn` throws.
 *
 * @throws CompileError where `fn` uses an operation that has no ONNX form, reads a value on the host, makes variables,
 * or does something else each time.
 */
export function record(fn: Traced, bind: Bindings = () => () => undefined): Recording {
  const recording = recordOnce(fn, bind);
  requireSameRecording(recording, recordOnce(fn, bind));
  return recording;
}

function recordOnce(fn: Traced, bind: Bindings): Recording {
  const backend = recordingBackend();
  const graph = new Graph();
  const constants = new Map<object, HostNumbers>();
  backend.begin(graph, (tensor) => {
    const numbers = constants.get(tensor.dataId) ?? (tf.engine().readSync(tensor.dataId) as HostNumbers);
    constants.set(tensor.dataId, numbers);
    return constantOf(graph, tensor, numbers);
  });
  try {
    return recordInto(graph, fn, bind(graph));
  } finally {
    backend.end();
  }
}

function recordInto(graph: Graph, fn: Traced, bound: ReturnType<Bindings>): Recording {
  const backend = recordingBackend();
  // Asking for the backend chooses one where none was in use.
  const previous = tf.backend() && tf.getBackend();
  const given: Value[] = [];
  const variables = new Map<tf.Variable, Value>();
  const tensor = (value: Value) => tf.engine().makeTensorFromTensorInfo(backend.tensor(value));
  const draws = new RecordedDraws((shape) => {
    const value = graph.input(shape, 'float32');
    return { value, tensor: tensor(value) };
  });
  const valueFor = (variable: tf.Variable, dataId: object) => {
    const value = bound(variable, dataId);
    if (value) return value;
    const input = graph.input(variable.shape, hostDtype(variable.dtype));
    variables.set(variable, input);
    return input;
  };
  const tape = new GradientTape();
  tf.engine().startScope();
  void tf.setBackend(RECORDER);
  const standIns = new StandIns(valueFor);
  try {
    const results = fn({
      tensor: <T extends tf.Tensor>(shape: Shape, dtype: HostDtype) => {
        const value = graph.input(shape, dtype);
        given.push(value);
        return tensor(value) as T;
      },
      rng: () => draws.generator(),
    });
    requireNone(standIns.made());
    const own = ownValues(graph);
    const outputs = results.map((result) => own(backend.value(result)));
    const assigned = new Map(standIns.assigned().map((variable) => [variable, own(backend.value(variable))]));
    return { graph, given, variables, draws, outputs, assigned };
  } finally {
    draws.end();
    tape.cut();
    standIns.restore();
    tf.engine().endScope();
    void tf.setBackend(previous);
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
