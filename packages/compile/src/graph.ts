import { type Shape, ShapeError, shapeText } from '@flows/core';
import { type Dtype, type HostNumbers, inArrayOf, type Numbers } from './dtype.ts';

/**
 * A value of a graph. Where it `repeats` another one along broadcast axes, elementwise nodes read that one instead, and
 * only other nodes make the whole of it. `splat` is the number that every element of a constant is.
 */
export type Value = {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly repeats?: Value;
  readonly splat?: number;
};

export type Attributes = {
  readonly [name: string]: number | readonly number[] | string | { readonly float: number };
};

/** One operation of ONNX, in the standard's own domain where `domain` is empty. */
export type Node = {
  readonly op: string;
  readonly domain: '' | 'com.microsoft';
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
};

/** A constant of the graph. */
export type Constant = { readonly value: Value; readonly numbers: Numbers };

/** The shape and type of what a node puts out. */
export type Out = { readonly shape: Shape; readonly dtype: Dtype };

type NodeOptions = { readonly attributes?: Attributes; readonly domain?: Node['domain'] };

/** Constants of more bytes than this are the same only where they are the same array. */
const LARGEST_SHARED = 4096;

/**
 * A graph of ONNX operations in the making. Nodes are added in the order in which they can run; the same operation of
 * the same inputs is added once.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly nodes: Node[] = [];
  readonly constants = new Map<string, Constant>();
  readonly #producers = new Map<string, Node>();
  readonly #known = new Map<string, readonly Value[]>();
  readonly #large = new Map<Numbers, readonly Value[]>();
  #count = 0;

  /** A value that is given at every run. */
  input(shape: Shape, dtype: Dtype, name = this.#name()): Value {
    const value = { name, shape, dtype };
    this.inputs.push(value);
    return value;
  }

  constant(given: Numbers, shape: Shape, dtype: Dtype): Value {
    const numbers = dtype === 'int64' ? given : inArrayOf(dtype, given as HostNumbers);
    const { buffer, byteOffset, byteLength } = numbers;
    // By bytes, since 0 and -0 read alike.
    const key = byteLength <= LARGEST_SHARED && `${dtype} ${shape} = ${new Uint8Array(buffer, byteOffset, byteLength)}`;
    const known = key
      ? this.#known.get(key)?.[0]
      : this.#large.get(given)?.find((value) => value.dtype === dtype && sameShape(value.shape, shape));
    if (known) return known;
    const value: Value = {
      name: this.#name(),
      shape,
      dtype,
      ...(numbers.length === 1 && { splat: Number(numbers[0]) }),
    };
    this.constants.set(value.name, { value, numbers });
    if (key) this.#known.set(key, [value]);
    else this.#large.set(given, [...(this.#large.get(given) ?? []), value]);
    return value;
  }

  /** A float32 constant of no axes. */
  scalar(number: number): Value {
    return this.constant(Float32Array.of(number), [], 'float32');
  }

  /** A list of whole numbers as ONNX takes axes and shapes. */
  integers(list: readonly number[]): Value {
    return this.constant(BigInt64Array.from(list.map(BigInt)), [list.length], 'int64');
  }

  /** The one output of a new node, or of the one that does the same. */
  node(op: string, inputs: readonly Value[], out: Out, options?: NodeOptions): Value {
    return this.nodeOf(op, inputs, [out], options)[0] as Value;
  }

  /** The outputs of a new node, or of the one that does the same. */
  nodeOf(
    op: string,
    inputs: readonly Value[],
    outs: readonly Out[],
    { attributes = {}, domain = '' }: NodeOptions = {},
  ): readonly Value[] {
    const whole = inputs.map((value) => this.whole(value));
    const key = `${op}(${whole.map(({ name }) => name)}) ${JSON.stringify(attributes)} ${outs.length}`;
    const known = this.#known.get(key);
    if (known) return known;
    const values = outs.map(({ shape, dtype }): Value => ({ name: this.#name(), shape, dtype }));
    const node: Node = { op, domain, inputs: whole, outputs: values, attributes };
    this.nodes.push(node);
    for (const { name } of values) this.#producers.set(name, node);
    this.#known.set(key, values);
    return values;
  }

  /** A value of its own with the same numbers. */
  copy(value: Value): Value {
    const { shape, dtype } = value;
    const copy: Value = { name: this.#name(), shape, dtype };
    this.nodes.push({ op: 'Identity', domain: '', inputs: [this.whole(value)], outputs: [copy], attributes: {} });
    return copy;
  }

  /** The value repeated to `shape`, without a node until one is needed. */
  broadcast(value: Value, shape: Shape): Value {
    if (sameShape(value.shape, shape)) return value;
    const repeats = value.repeats ?? value;
    return { ...repeats, shape, repeats };
  }

  /** The value itself, with all of its elements. */
  whole(value: Value): Value {
    const { repeats, shape, dtype } = value;
    return repeats ? this.node('Expand', [repeats, this.integers(shape)], { shape, dtype }) : value;
  }

  /** The node that puts a value out; none for inputs, constants and broadcasts. */
  producer(value: Value): Node | undefined {
    return value.repeats ? undefined : this.#producers.get(value.name);
  }

  #name(): string {
    return `v${this.#count++}`;
  }
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, i) => size === b[i]);

/**
 * The shape of an elementwise operation on values of these shapes, aligned at their last axes.
 *
 * @throws ShapeError where two sizes differ and neither is 1.
 */
export function broadcastShape(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((shape) => shape[i - rank + shape.length] ?? 1).filter((size) => size !== 1);
    if (new Set(sizes).size > 1) {
      throw new ShapeError(`compile: expected shapes that broadcast, got ${shapes.map(shapeText).join(' and ')}`);
    }
    return sizes[0] ?? 1;
  });
}
