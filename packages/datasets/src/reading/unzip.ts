import { DataError } from '@flows/core';
import { inflateSync } from 'fflate';
import { ByteView } from './byte-view.ts';
import { crc32 } from './crc32.ts';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './file-bytes.ts';

type Entry = { name: string; method: number; crc: number; packed: number; size: number; header: number };

const signature = { end: 0x06054b50, entry: 0x02014b50, header: 0x04034b50 };
const stored = 0;
const deflated = 8;

/**
 * The files of a zip archive, by name (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). Entries are stored or
 * deflated; archives that are encrypted or need the fields of zip64 (4 GiB and more) are not read.
 *
 * @throws DataError where the archive is damaged or unpacks to more than `maxBytes`.
 */
export function unzip(file: FileBytes, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): Map<string, Uint8Array> {
  const entries = entriesOf(file);
  const size = entries.reduce((total, entry) => total + entry.size, 0);
  if (size > maxBytes) {
    throw new DataError(`${file.name}: unpacks to ${size} bytes, more than maxBytes, ${maxBytes}`);
  }
  return new Map(entries.map((entry) => [entry.name, contentOf(file, entry)]));
}

function entriesOf(file: FileBytes): Entry[] {
  const view = new ByteView(file);
  const end = endOfDirectory(file);
  const count = view.uint16(end + 10);
  const entries: Entry[] = [];
  let at = view.uint32(end + 16);
  for (let i = 0; i < count; i++) {
    if (view.uint32(at) !== signature.entry) {
      throw new DataError(`${file.name}: expected a zip directory entry at byte ${at}: the archive is damaged`);
    }
    const nameLength = view.uint16(at + 28);
    const entry: Entry = {
      name: view.text(at + 46, nameLength),
      method: view.uint16(at + 10),
      crc: view.uint32(at + 16),
      packed: view.uint32(at + 20),
      size: view.uint32(at + 24),
      header: view.uint32(at + 42),
    };
    requireReadable(file, entry, view.uint16(at + 8));
    entries.push(entry);
    at += 46 + nameLength + view.uint16(at + 30) + view.uint16(at + 32);
  }
  return entries;
}

/** The end record is the last 22 bytes, unless a comment of at most 65,535 follows it. */
function endOfDirectory(file: FileBytes): number {
  const view = new ByteView(file);
  const last = file.bytes.length - 22;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.uint32(at) === signature.end) return at;
  }
  throw new DataError(`${file.name}: expected a zip archive, but its directory is missing: is the file truncated?`);
}

function requireReadable(file: FileBytes, { name, method, packed, size, header }: Entry, flags: number): void {
  const who = `${file.name}, entry ${JSON.stringify(name)}`;
  if (flags & 1) throw new DataError(`${who}: is encrypted`);
  if ([packed, size, header].includes(0xffffffff)) throw new DataError(`${who}: zip64 entries are not read`);
  if (method !== stored && method !== deflated) {
    throw new DataError(`${who}: expected the method stored (0) or deflated (8), got ${method}`);
  }
  const largest = method === stored ? packed : 1032 * packed;
  if (size > largest) throw new DataError(`${who}: promises ${size} bytes, more than its ${packed} can hold`);
}

function contentOf(file: FileBytes, { name, method, crc, packed, size, header }: Entry): Uint8Array {
  const view = new ByteView(file);
  const who = `${file.name}, entry ${JSON.stringify(name)}`;
  if (view.uint32(header) !== signature.header) {
    throw new DataError(`${who}: expected a zip file header at byte ${header}: the archive is damaged`);
  }
  const start = header + 30 + view.uint16(header + 26) + view.uint16(header + 28);
  const content = method === stored ? view.bytes(start, packed) : inflated(who, view.bytes(start, packed), size);
  if (content.length !== size || crc32(content) !== crc) {
    throw new DataError(`${who}: its size or checksum differs: the archive is damaged`);
  }
  return content;
}

function inflated(who: string, packed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (error) {
    throw new DataError(`${who}: the deflated data is damaged: ${(error as Error).message}`, { cause: error });
  }
}
