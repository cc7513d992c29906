import { DataError } from '@flows/core';

/** What of an image a PNG's first chunk says. */
export type PngHeader = {
  readonly width: number;
  readonly height: number;
  /** The bits of one sample. */
  readonly depth: number;
  /** 0 grey, 2 colour, 3 places in a palette, 4 grey and 6 colour with opacity. */
  readonly colour: number;
  readonly interlaced: boolean;
};

/** The samples of a pixel, and the depths that a sample may have, by the colour type (PNG, table 11.1). */
const kinds: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

export const samplesOf = ({ colour }: PngHeader): number => (kinds[colour] as (typeof kinds)[number]).samples;

/**
 * The 13 bytes of IHDR.
 *
 * @throws DataError where they describe no image, or one of 16 bits a sample.
 */
export function readPngHeader(name: string, bytes: Uint8Array): PngHeader {
  if (bytes.length !== 13) throw new DataError(`${name}: expected an IHDR of 13 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = bytes.subarray(8);
  if (width === 0 || height === 0) throw new DataError(`${name}: expected at least one pixel, got ${width}x${height}`);
  if (!kinds[colour]?.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new DataError(`${name}: expected a PNG header, got ${[...bytes.subarray(8)].join(', ')} at its end`);
  }
  if (depth === 16) {
    throw new DataError(`${name}: expected at most 8 bits a channel, got 16: convert it to 8 with an image program`);
  }
  return { width, height, depth, colour, interlaced: interlace === 1 };
}

/** The pixels at (left + i right, top + j down), whose rows lie together in a PNG. */
export type PngPass = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly down: number;
  readonly columns: number;
  readonly rows: number;
  /** The bytes of a row, without that of its filter. */
  readonly rowBytes: number;
};

/** The seven passes of Adam7 (PNG, section 8.2): left, top, right, down. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes of an image in their order, without those that have no pixel. */
export function passesOf(header: PngHeader): PngPass[] {
  const { width, height, depth, interlaced } = header;
  const steps = interlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  return steps
    .map(([left, top, right, down]) => {
      const columns = Math.ceil((width - left) / right);
      const rows = Math.ceil((height - top) / down);
      return { left, top, right, down, columns, rows, rowBytes: Math.ceil((columns * samplesOf(header) * depth) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}
