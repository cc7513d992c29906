import { DataError } from '@flows/core';
import { Gunzip } from 'fflate';
import { ByteView } from './byte-view.ts';
import { crc32 } from './crc32.ts';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './file-bytes.ts';

// Deflate makes at most 1032 bytes of one: what a step unpacks is small, so that a bomb is met before it goes off.
const stepBytes = 4096;

/**
 * A gzip file (RFC 1952) unpacked, any other file as it is.
 *
 * @throws DataError where the data is damaged or unpacks to more than `maxBytes`.
 */
export function gunzip(file: FileBytes, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): FileBytes {
  const { name, bytes } = file;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return file;
  const unpacked = new Unpacked(file, maxBytes);
  try {
    const stream = new Gunzip((chunk) => unpacked.add(chunk));
    stream.onmember = (start) => unpacked.endMember(start);
    for (let at = 0; at < bytes.length; at += stepBytes) stream.push(bytes.subarray(at, at + stepBytes));
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${name}: the gzip data is damaged: ${(error as Error).message}`, { cause: error });
  }
  unpacked.endMember(bytes.length);
  return { name, bytes: unpacked.joined() };
}

/** What has been unpacked so far, with the checksum and size of the gzip member that it comes from. */
class Unpacked {
  readonly #file: FileBytes;
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #memberStart = 0;
  #memberCrc = 0;

  constructor(file: FileBytes, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) {
      throw new DataError(
        `${this.#file.name}: unpacks to more than maxBytes, ${this.#maxBytes}; raise maxBytes if the file is trusted`,
      );
    }
    this.#memberCrc = crc32(chunk, this.#memberCrc);
    this.#chunks.push(chunk);
  }

  /** Compares with a member's last eight bytes: its checksum, and its size modulo 2^32. */
  endMember(end: number): void {
    const view = new ByteView(this.#file);
    const size = (this.#size - this.#memberStart) % 2 ** 32;
    if (view.uint32(end - 8) !== this.#memberCrc || view.uint32(end - 4) !== size) {
      throw new DataError(
        `${this.#file.name}: the gzip data is damaged or truncated: its checksum differs at byte ${end - 8}`,
      );
    }
    this.#memberStart = this.#size;
    this.#memberCrc = 0;
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}
