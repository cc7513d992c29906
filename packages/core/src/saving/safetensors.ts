import { WeightsError } from '../errors.ts';
import { type Shape, shapeText } from '../shape.ts';
import { duplicateKey } from './duplicate-key.ts';

/** One tensor of a file. */
export type StoredTensor = { readonly shape: Shape; readonly data: Float32Array | Float64Array | Int32Array };

/** What a safetensors file holds: tensors by name, and text by key. */
export type Safetensors = {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
};

const arrays = { F32: Float32Array, F64: Float64Array, I32: Int32Array } as const;
const longestHeader = 100_000_000;

/**
 * Writes the safetensors format (github.com/huggingface/safetensors): the length of the header in 8 little-endian
 * bytes, a JSON header padded so that the data starts at a multiple of 8, and the tensors one after another, those of
 * wider numbers first.
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const entries = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header: [string, unknown][] = [['__metadata__', Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, { shape, data }] of entries) {
    header.push([name, { dtype: dtypeOf(data), shape, data_offsets: [end, end + data.byteLength] }]);
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(0x20, 8, start);
  bytes.set(json, 8);
  let offset = start;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file of F32, F64 and I32 tensors. It allocates no more than the file's own size.
 *
 * @throws WeightsError naming the tensor and the byte where the file is malformed.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes);
  const tensors = new Map<string, StoredTensor>();
  const ranges: Range[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const range = checkedEntry(name, entry, start, bytes.length);
    const { type, shape, from, to } = range;
    // Not bytes.slice: what Node reads from a file is a Buffer, whose slice is a view of its whole pool.
    tensors.set(name, { shape, data: new type(Uint8Array.prototype.slice.call(bytes, from, to).buffer) });
    ranges.push(range);
  }
  requireNoGaps(ranges, start, bytes.length);
  return { tensors, metadata: readMetadata(header) };
}

type Range = { name: string; type: (typeof arrays)[keyof typeof arrays]; shape: Shape; from: number; to: number };

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) {
    throw malformed(`expected 8 bytes of header length at byte 0, got a file of ${bytes.length} bytes`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > longestHeader) throw malformed(`expected a header of at most 100 MB at byte 0, got ${length} bytes`);
  const start = 8 + Number(length);
  if (start > bytes.length) {
    throw malformed(`the header ends at byte ${start}, but the file, perhaps truncated, at byte ${bytes.length}`);
  }
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
    header = JSON.parse(text);
  } catch (cause) {
    throw malformed('expected the header at byte 8 to be JSON', { cause });
  }
  if (!isRecord(header)) throw malformed('expected the header at byte 8 to be a JSON object');
  const duplicate = duplicateKey(text);
  if (duplicate !== undefined) throw malformed(`the header names "${duplicate}" twice`);
  if (Object.hasOwn(header, '__proto__')) throw malformed('the header names a tensor "__proto__"');
  return { header, start };
}

function checkedEntry(name: string, entry: unknown, start: number, fileEnd: number): Range {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (!(typeof dtype === 'string' && Object.hasOwn(arrays, dtype))) {
    throw malformed(`tensor "${name}": expected dtype F32, F64 or I32, got ${JSON.stringify(dtype)}`);
  }
  if (!isCounts(shape)) throw malformed(`tensor "${name}": expected a shape of whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw malformed(`tensor "${name}": expected data_offsets of two whole numbers`);
  }
  const type = arrays[dtype as keyof typeof arrays];
  const [from, to] = [start + (offsets[0] as number), start + (offsets[1] as number)];
  if (from > to || to > fileEnd) {
    throw malformed(`tensor "${name}": expected its data within bytes ${start} to ${fileEnd}, got ${from} to ${to}`);
  }
  if (!hasSize(shape, (to - from) / type.BYTES_PER_ELEMENT)) {
    throw malformed(
      `tensor "${name}": ${dtype} of shape ${shapeText(shape)} does not take the ${to - from} bytes from byte ${from}`,
    );
  }
  return { name, type, shape, from, to };
}

/** Whether a shape has so many elements. A product beyond 2^53 is inexact, but equals no size that a file can have. */
const hasSize = (shape: Shape, size: number): boolean => shape.reduce((product, axis) => product * axis, 1) === size;

/** Requires that the tensors cover the data one after another, without holes or overlaps. */
function requireNoGaps(ranges: Range[], start: number, fileEnd: number): void {
  let end = start;
  for (const { name, from, to } of ranges.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw malformed(`tensor "${name}": expected its data to start at byte ${end}, got byte ${from}`);
    end = to;
  }
  if (end !== fileEnd) throw malformed(`expected the file to end with its data at byte ${end}, got ${fileEnd} bytes`);
}

function readMetadata({ __metadata__: metadata = {} }: Record<string, unknown>): Map<string, string> {
  if (!isRecord(metadata)) throw malformed('expected __metadata__ to be a JSON object');
  const read = new Map<string, string>();
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') throw malformed(`expected __metadata__ "${key}" to be text`);
    read.set(key, value);
  }
  return read;
}

const dtypeOf = (data: StoredTensor['data']) =>
  data instanceof Float32Array ? 'F32' : data instanceof Float64Array ? 'F64' : 'I32';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);

const malformed = (what: string, options?: ErrorOptions) => new WeightsError(`safetensors: ${what}`, options);
