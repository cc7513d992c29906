import { expect, test } from 'vitest';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

const tensors = new Map<string, StoredTensor>([
  ['a.kernel', { shape: [2, 2], data: Float32Array.of(1, -2.5, 3e-8, Infinity) }],
  ['a.count', { shape: [], data: Int32Array.of(-7) }],
  ['wide', { shape: [1, 3], data: Float64Array.of(0.1, 0.2, 0.3) }],
  ['empty', { shape: [0, 5], data: new Float32Array(0) }],
]);
const metadata = new Map([['config', '{"kind":"é"}']]);

/** A file with any header and so many bytes of data. */
function file(header: unknown, data = 0, length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (shape: unknown, data_offsets: unknown) => ({ dtype: 'F32', shape, data_offsets });

test('what is written is read again', () => {
  const read = readSafetensors(writeSafetensors({ tensors, metadata }));
  expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
  expect(read.metadata).toEqual(metadata);
});

test('a file is read from anywhere in a buffer', () => {
  const bytes = writeSafetensors({ tensors, metadata });
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  expect(readSafetensors(moved.subarray(3)).tensors.get('wide')).toEqual(tensors.get('wide'));
});

test('the data starts at a multiple of 8 bytes, after a header that Python reads', () => {
  const bytes = writeSafetensors({ tensors, metadata });
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(header['a.kernel']).toEqual({ dtype: 'F32', shape: [2, 2], data_offsets: [24, 40] });
  expect(header.__metadata__).toEqual({ config: '{"kind":"é"}' });
});

test('every truncation is a WeightsError', () => {
  const bytes = writeSafetensors({ tensors, metadata });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => readSafetensors(bytes.subarray(0, length))).toThrow(expect.objectContaining({ code: 'weights' }));
  }
});

const four = f32([1], [0, 4]);

test.each([
  ['a header beyond the file', file('{}', 0, 1000n), 'header ends at byte 1008'],
  ['a header beyond 100 MB', file('{}', 0, 2n ** 63n), '100 MB'],
  ['a header that is not JSON', file('{"a"'), 'to be JSON'],
  ['a header that is no object', file('[1]'), 'JSON object'],
  ['bytes that are not text', file('{}', 8, 10n).fill(255, 10), 'to be JSON'],
  ['an unknown dtype', file({ a: { dtype: 'Q4', shape: [1], data_offsets: [0, 4] } }, 4), 'tensor "a": expected dtype'],
  ['a dtype that every object has', file({ a: { dtype: 'constructor', shape: [], data_offsets: [0, 4] } }, 4), 'dtype'],
  ['an entry that is null', file({ a: null }), 'tensor "a"'],
  ['a negative axis', file({ a: f32([-1], [0, 4]) }, 4), 'shape of whole numbers'],
  ['three offsets', file({ a: f32([1], [0, 4, 8]) }, 4), 'two whole numbers'],
  ['offsets beyond the file', file({ a: f32([2], [0, 8]) }, 4), 'within bytes'],
  ['offsets that go back', file({ a: f32([1], [4, 0]) }, 4), 'within bytes'],
  ['overlapping tensors', file({ a: f32([2], [0, 8]), b: f32([2], [4, 12]) }, 12), 'tensor "b"'],
  ['a hole', file({ a: four, b: f32([1], [8, 12]) }, 12), 'tensor "b"'],
  ['bytes at the end', file({ a: four }, 8), 'end with its data'],
  ['a shape of another size', file({ a: f32([3], [0, 4]) }, 4), 'F32 of shape [3] does not take the 4 bytes'],
  ['a size that is not whole', file({ a: f32([1], [0, 3]) }, 3), 'does not take the 3 bytes'],
  ['a huge shape', file({ a: f32([2 ** 40, 2 ** 40], [0, 4]) }, 4), 'does not take'],
  ['a name twice', file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":1}', 4), '"a" twice'],
  ['a tensor named __proto__', file(`{"__proto__":${JSON.stringify(four)}}`, 4), '__proto__'],
  ['metadata that is not text', file({ __metadata__: { a: 1 } }), '"a" to be text'],
])('%s is refused', (_, bytes, message) => {
  expect(() => readSafetensors(bytes)).toThrow(message);
  expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'weights' }));
});
