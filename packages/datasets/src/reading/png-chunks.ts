import { DataError } from '@flows/core';
import { ByteView } from './byte-view.ts';
import { crc32 } from './crc32.ts';
import type { FileBytes } from './file-bytes.ts';
import { type PngHeader, readPngHeader } from './png-header.ts';

/** What of a PNG's chunks makes its pixels. */
export type PngChunks = {
  readonly header: PngHeader;
  /** Red, green and blue of each place. */
  readonly palette?: Uint8Array;
  /** Of a palette the opacity of its first places, otherwise the samples, 16 bits each, that mean transparent. */
  readonly transparency?: Uint8Array;
  /** The parts of the deflated rows. */
  readonly data: readonly Uint8Array[];
};

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The chunks of a PNG file (W3C, Portable Network Graphics, section 5): length, type, content and checksum each.
 *
 * @throws DataError where the file is none, is truncated, fails a checksum, or has a chunk that no reader may pass over
 *   and this one does not know.
 */
export function pngChunks(file: FileBytes): PngChunks {
  const { name, bytes } = file;
  const chunks = chunksOf(file);
  const [first] = chunks;
  if (first?.type !== 'IHDR') throw new DataError(`${name}: expected a PNG to begin with IHDR, got ${first?.type}`);
  const contentOf = (type: string) => chunks.filter((chunk) => chunk.type === type).map(({ content }) => content);
  const [palette] = contentOf('PLTE');
  const [transparency] = contentOf('tRNS');
  if (palette && (palette.length % 3 !== 0 || palette.length === 0 || palette.length > 768)) {
    throw new DataError(`${name}: expected a palette of 1 to 256 colours, got ${palette.length} bytes`);
  }
  const header = readPngHeader(name, first.content);
  if (header.colour === 3 && palette === undefined) {
    throw new DataError(
      `${name}: expected the palette that its header promises, among ${bytes.length} bytes found none`,
    );
  }
  return { header, palette, transparency, data: contentOf('IDAT') };
}

type Chunk = { type: string; content: Uint8Array };

function chunksOf(file: FileBytes): Chunk[] {
  const { name } = file;
  const view = new ByteView(file);
  const first = view.bytes(0, 8);
  if (signature.some((byte, i) => byte !== first[i])) {
    throw new DataError(`${name}: expected a PNG file, whose first bytes are ${signature.join(', ')}`);
  }
  const chunks: Chunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== 'IEND'; ) {
    const length = bigEndian(view.bytes(at, 4));
    const type = view.text(at + 4, 4);
    if (bigEndian(view.bytes(at + 8 + length, 4)) !== crc32(view.bytes(at + 4, 4 + length))) {
      throw new DataError(`${name}: the chunk ${JSON.stringify(type)} at byte ${at} is damaged: its checksum differs`);
    }
    if (!['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type) && /^[A-Z]/.test(type)) {
      throw new DataError(`${name}: the chunk ${type} at byte ${at} is needed for its pixels, and is not known`);
    }
    chunks.push({ type, content: view.bytes(at + 8, length) });
    at += 12 + length;
  }
  return chunks;
}

const bigEndian = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
