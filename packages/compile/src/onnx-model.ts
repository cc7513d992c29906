import protobuf from 'protobufjs/minimal.js';
import { onnxTypes } from './dtype.ts';
import type { Attributes, Constant, Node, Value } from './graph.ts';
import { liveNodes } from './live-nodes.ts';

/**
 * The version of ONNX's operations that graphs are written in, and that of the file: those of ONNX 1.15. Later
 * ones have no operation that is needed, and older runtimes read none of them.
 */
const OPSET = 20;
const IR_VERSION = 9;

const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 };

type Writer = protobuf.Writer;
type Field = (writer: Writer) => void;

// The fields below have the names and numbers of onnx.proto.
const LENGTH_DELIMITED = 2;
const VARINT = 0;
const FIXED32 = 5;
const key = (field: number, wire: number) => (field << 3) | wire;

const text = (field: number, value: string) => (writer: Writer) =>
  writer.uint32(key(field, LENGTH_DELIMITED)).string(value);
const bytes = (field: number, value: Uint8Array) => (writer: Writer) =>
  writer.uint32(key(field, LENGTH_DELIMITED)).bytes(value);
const integer = (field: number, value: number) => (writer: Writer) => writer.uint32(key(field, VARINT)).int64(value);
const float = (field: number, value: number) => (writer: Writer) => writer.uint32(key(field, FIXED32)).float(value);
const message = (field: number, fields: readonly Field[]) => (writer: Writer) => {
  writer.uint32(key(field, LENGTH_DELIMITED)).fork();
  for (const write of fields) write(writer);
  writer.ldelim();
};

/** A size of an axis that a run decides, by its name. */
export type Axis = number | string;

/** An input or output of a model: the name by which it is known outside, and its shape there. */
export type Port = { readonly value: Value; readonly name?: string; readonly shape?: readonly Axis[] };

/** What is written of a graph. */
export type Written = { readonly nodes: readonly Node[]; readonly constants: Iterable<Constant> };

export type ModelOptions = {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Plain text by key, that goes with the model. */
  readonly metadata?: { readonly [key: string]: string };
};

/**
 * The graph as an ONNX file (ModelProto). Only what the outputs need is written.
 */
export function onnxModel(graph: Written, { inputs, outputs, metadata = {} }: ModelOptions): Uint8Array {
  const nodes = liveNodes(
    graph,
    outputs.map(({ value }) => value),
  );
  const names = new Map([...inputs, ...outputs].map(({ value, name }) => [value.name, name ?? value.name]));
  const nameOf = ({ name }: Value) => names.get(name) ?? name;
  const used = new Set(
    [...nodes.flatMap((node) => node.inputs), ...outputs.map(({ value }) => value)].map(({ name }) => name),
  );
  const constants = [...graph.constants].filter(({ value }) => used.has(value.name));
  const writer = protobuf.Writer.create();
  const fields = [
    integer(1, IR_VERSION),
    text(2, 'flows'),
    message(7, [
      ...nodes.map((node) => message(1, nodeProto(node, nameOf))),
      text(2, 'flows'),
      ...constants.map((constant) => message(5, tensorProto(constant, nameOf))),
      ...inputs.map((port) => message(11, valueInfo(port))),
      ...outputs.map((port) => message(12, valueInfo(port))),
    ]),
    message(8, [text(1, ''), integer(2, OPSET)]),
    message(8, [text(1, 'com.microsoft'), integer(2, 1)]),
    ...Object.entries(metadata).map(([name, value]) => message(14, [text(1, name), text(2, value)])),
  ];
  for (const write of fields) write(writer);
  return writer.finish();
}

type NameOf = (value: Value) => string;

const nodeProto = ({ op, domain, inputs, outputs, attributes }: Node, nameOf: NameOf): Field[] => [
  ...inputs.map((value) => text(1, nameOf(value))),
  ...outputs.map((value) => text(2, nameOf(value))),
  text(4, op),
  ...attributeProtos(attributes).map((fields) => message(5, fields)),
  text(7, domain),
];

const attributeProtos = (attributes: Attributes): Field[][] =>
  Object.entries(attributes).map(([name, value]) => {
    const named = text(1, name);
    if (typeof value === 'string') {
      return [named, text(4, value), integer(20, attributeTypes.string)];
    }
    if (typeof value === 'number') return [named, integer(3, value), integer(20, attributeTypes.int)];
    if ('float' in value) return [named, float(2, value.float), integer(20, attributeTypes.float)];
    return [named, ...value.map((item) => integer(8, item)), integer(20, attributeTypes.ints)];
  });

const tensorProto = ({ value, numbers }: Constant, nameOf: NameOf): Field[] => [
  ...value.shape.map((size) => integer(1, size)),
  integer(2, onnxTypes[value.dtype]),
  text(8, nameOf(value)),
  bytes(9, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)),
];

const valueInfo = ({ value, name = value.name, shape = value.shape }: Port): Field[] => [
  text(1, name),
  message(2, [message(1, [integer(1, onnxTypes[value.dtype]), message(2, shape.map(dimension))])]),
];

const dimension = (size: Axis) => message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]);
