import { type Shape, sizeOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { CompileError } from './compile-error.ts';
import { arrays, hostDtype, type Numbers } from './dtype.ts';
import type { Graph, Value } from './graph.ts';
import type { Emit } from './kernels/kernel.ts';
import { kernels } from './kernels/kernels.ts';
import { refuse } from './refuse.ts';

export const RECORDER = 'flows-recorder';

/** What stands behind a tensor while a function is recorded: numbers that the host knows, or a value of the graph. */
type Backing = { references: number } & (
  | { readonly numbers: Numbers }
  | { readonly graph: Graph; readonly value: () => Value }
);

/** Gives the value of the graph for a tensor that another backend holds. */
export type Capture = (tensor: tf.TensorInfo) => Value;

/**
 * The tfjs backend that computes nothing: each kernel adds the nodes of its ONNX form to the graph, and tells tfjs the
 * shape of what they will put out. All that is above kernels, gradients too, is tfjs's own.
 */
export class RecordingBackend extends tf.KernelBackend {
  readonly #backings = new Map<object, Backing>();
  #graph: Graph | undefined;
  #capture: Capture | undefined;

  begin(graph: Graph, capture: Capture): void {
    if (this.#graph) throw new CompileError('compile: expected no recording within a recording, got one');
    requireNoReader();
    this.#graph = graph;
    this.#capture = capture;
  }

  end(): void {
    this.#graph = undefined;
    this.#capture = undefined;
  }

  get target(): Graph {
    if (!this.#graph) throw outlived();
    return this.#graph;
  }

  /** The value of the graph behind a tensor. */
  value(tensor: tf.TensorInfo): Value {
    const backing = this.#backings.get(tensor.dataId);
    if (!backing) return (this.#capture as Capture)(tensor);
    if ('numbers' in backing) return constantOf(this.target, tensor, backing.numbers);
    if (backing.graph !== this.target) throw outlived();
    return backing.value();
  }

  /** The tensor of a value of the graph. */
  tensor(value: Value): tf.TensorInfo {
    return this.later(value.shape, value.dtype as tf.DataType, () => value);
  }

  /** A tensor of a value that is asked for when, and as often as, it is read. */
  later(shape: Shape, dtype: tf.DataType, value: () => Value): tf.TensorInfo {
    const dataId = {};
    this.#backings.set(dataId, { references: 1, graph: this.target, value });
    return { dataId, shape: [...shape], dtype };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.#backings.set(dataId, { references: 1, numbers: numbersOf(values, shape, dtype) });
    return dataId;
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.#backings.set(dataId, { references, numbers: numbersOf(values, shape, dtype) });
  }

  override readSync(dataId: object): tf.BackendValues {
    const backing = this.#backings.get(dataId);
    if (backing && 'numbers' in backing) return backing.numbers as tf.BackendValues;
    throw new CompileError(
      'compile: expected a function that reads no value, got one that calls dataSync, arraySync or data on a tensor, whose value is known only when the graph runs; compute with tensors, or read outside of the function',
    );
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.#backings.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    const backing = this.#backings.get(dataId);
    if (backing) backing.references++;
    // tfjs counts references with the backend in use, and takes them off with the one that holds the data.
    else if (ownerOf(dataId) !== this) ownerOf(dataId)?.incRef(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const backing = this.#backings.get(dataId);
    if (backing && --backing.references > 0 && !force) return false;
    return this.#backings.delete(dataId) || true;
  }

  /** None: tfjs takes what a custom gradient saves for a leak where they are counted, and there is no memory to leak. */
  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.#backings.clear();
  }
}

/** The backend that holds the data of a tensor. */
const ownerOf = (dataId: object): tf.KernelBackend | undefined => tf.engine().state.tensorInfo.get(dataId)?.backend;

/** tfjs has two modes in which it reads the result of every operation. */
function requireNoReader(): void {
  const isDebugging = tf.env().getBool('DEBUG');
  if (!isDebugging && !tf.engine().state.profiling) return;
  throw new CompileError(
    `compile: expected a mode of tfjs that reads no results, got ${isDebugging ? "its debug mode; leave tf.enableDebugMode out, or tf.env().set('DEBUG', false)" : 'tf.profile; make the first call outside of it'}`,
  );
}

const outlived = () =>
  new CompileError(
    'compile: expected what a compiled function makes to be used within it, got a tensor that outlived its recording; return it from the function',
  );

/** A constant; one number everywhere is one number. */
export function constantOf(graph: Graph, { shape, dtype }: tf.TensorInfo, numbers: Numbers): Value {
  const [first] = numbers;
  const alike = first !== undefined && numbers.every((number) => Object.is(number, first));
  if (!alike) return graph.constant(numbers, shape, hostDtype(dtype));
  return graph.broadcast(graph.constant(numbers.slice(0, 1), [], hostDtype(dtype)), shape);
}

function numbersOf(values: tf.BackendValues, shape: number[], dtype: tf.DataType): Numbers {
  const Type = arrays[hostDtype(dtype)];
  return values ? Type.from(values as Float32Array) : new Type(sizeOf(shape));
}

/** The one recorder, which tfjs knows with its kernels from the first call on. */
export function recordingBackend(): RecordingBackend {
  const known = tf.findBackend(RECORDER);
  if (known) return known as RecordingBackend;
  const backend = new RecordingBackend();
  tf.registerBackend(RECORDER, () => backend, 0);
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) register(kernelName, () => refuse(kernelName));
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const emit = kernel as Emit<unknown, unknown>;
    register(kernelName, ({ inputs, attrs }) => {
      const values = emit(backend.target, valuesOf(backend, inputs), attrs);
      return Array.isArray(values) ? values.map((value) => backend.tensor(value)) : backend.tensor(values as Value);
    });
  }
  return backend;
}

/** Inputs come by name or, where there are any number, as a list. */
function valuesOf(backend: RecordingBackend, inputs: tf.NamedTensorInfoMap): unknown {
  const value = (tensor: tf.TensorInfo | undefined) => tensor && backend.value(tensor);
  if (Array.isArray(inputs)) return inputs.map(value);
  return Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, value(tensor)]));
}

function register(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, RECORDER)) tf.unregisterKernel(kernelName, RECORDER);
  tf.registerKernel({ kernelName, backendName: RECORDER, kernelFunc });
}
