import { DataError } from '@flows/core';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { FileBytes } from './file-bytes.ts';
import { unzip } from './unzip.ts';

const content = strToU8('The quick brown fox. '.repeat(20));
const zip = (level: 0 | 9): FileBytes => ({
  name: 'x.zip',
  bytes: zipSync({ 'a.txt': content, b: content }, { level }),
});

/** The archive with the four bytes at `at`, from its end where negative, replaced. */
function patched({ name, bytes }: FileBytes, at: number, value: number, size: 2 | 4 = 4): FileBytes {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const from = at < 0 ? copy.length + at : at;
  if (size === 4) view.setUint32(from, value, true);
  else view.setUint16(from, value, true);
  return { name, bytes: copy };
}

const directory = ({ bytes }: FileBytes) =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 6, true);

test.each([0, 9] as const)('entries packed at level %i come out as they went in', (level) => {
  expect(unzip(zip(level))).toEqual(
    new Map([
      ['a.txt', content],
      ['b', content],
    ]),
  );
});

test('a comment may follow the directory', () => {
  const { bytes } = patched(zip(9), -2, 3, 2);
  expect(unzip({ name: 'x.zip', bytes: Uint8Array.from([...bytes, 1, 2, 3]) }).size).toBe(2);
});

test.each([
  ['no directory', { name: 'x.zip', bytes: zip(9).bytes.slice(0, -30) }, 'its directory is missing'],
  ['a directory elsewhere', patched(zip(9), -6, 1), 'expected a zip directory entry at byte 1'],
  ['a directory beyond its end', patched(zip(9), -6, 0x7fffffff), 'the file ends at byte'],
  ['an encrypted entry', patched(zip(9), directory(zip(9)) + 8, 1, 2), 'entry "a.txt": is encrypted'],
  ['a method of its own', patched(zip(9), directory(zip(9)) + 10, 12, 2), 'got 12'],
  ['another checksum', patched(zip(0), directory(zip(0)) + 16, 1), 'entry "a.txt": its size or checksum differs'],
  ['an entry of 4 GiB', patched(zip(9), directory(zip(9)) + 24, 0xfffffffe), 'more than its'],
  ['a zip64 entry', patched(zip(9), directory(zip(9)) + 24, 0xffffffff), 'zip64'],
  ['damaged deflate data', patched(zip(9), 40, 0xffffffff), 'x.zip, entry "a.txt": '],
])('an archive with %s is refused, and the message says why', (_, file, message) => {
  expect(() => unzip(file)).toThrow(DataError);
  expect(() => unzip(file)).toThrow(message);
});

test('an archive that unpacks to more than the caller allows is refused before it is unpacked', () => {
  const bytes = zipSync({ zeros: new Uint8Array(1e5), more: new Uint8Array(1e5) });
  expect(() => unzip({ name: 'bomb.zip', bytes }, { maxBytes: 1.5e5 })).toThrow('bomb.zip: unpacks to 200000 bytes');
  expect(unzip({ name: 'bomb.zip', bytes }, { maxBytes: 2e5 }).get('zeros')?.length).toBe(1e5);
});
