import { DataError } from '@flows/core';
import type { FileBytes } from './file-bytes.ts';

/** Little-endian reads that name the file and the byte where they are asked for more than it holds. */
export class ByteView {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor({ name, bytes }: FileBytes) {
    this.#name = name;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): number {
    this.#require(at, 1);
    return this.#view.getUint8(at);
  }

  uint16(at: number): number {
    this.#require(at, 2);
    return this.#view.getUint16(at, true);
  }

  uint32(at: number): number {
    this.#require(at, 4);
    return this.#view.getUint32(at, true);
  }

  bytes(at: number, length: number): Uint8Array {
    this.#require(at, length);
    return this.#bytes.subarray(at, at + length);
  }

  text(at: number, length: number): string {
    return new TextDecoder().decode(this.bytes(at, length));
  }

  /** @throws DataError where the file ends before `at + length`. */
  #require(at: number, length: number): void {
    if (at < 0 || at + length > this.#bytes.length) {
      throw new DataError(
        `${this.#name}: expected ${length} bytes at byte ${at}, but the file ends at byte ${this.#bytes.length}: ` +
          'is it truncated?',
      );
    }
  }
}
