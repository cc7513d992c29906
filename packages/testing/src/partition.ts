/**
 * A space of events in small pieces.
 *
 * - `events`: one event in each piece, `[pieces, dims]`; the middle of a cell, or an outcome itself.
 * - `volume`: that of each piece; 1 where an outcome is counted.
 * - `pieceOf`: the piece in which an event lies; the nearest one where it lies outside.
 * - `groups`: the pieces by groups that are about equally probable, given the mass of each piece.
 */
export type Partition = {
  readonly events: Float32Array;
  readonly pieces: number;
  readonly volume: number;
  pieceOf(event: ArrayLike<number>): number;
  groups(masses: ArrayLike<number>): { group: Int32Array; count: number };
};

/** One interval a dimension. */
export type Box = readonly (readonly [low: number, high: number])[];

/** How many parts an axis is cut into where samples are counted: 32 groups in one dimension, 8 × 8 in two. */
const groupsPerAxis = { 1: 32, 2: 8 } as const;

/** A box of one or two dimensions, cut into `cells` equal cells along each axis. */
export function gridPartition(box: Box, cells: number): Partition {
  const dims = box.length as 1 | 2;
  if (dims !== 1 && dims !== 2) throw new Error(`gridPartition: expected one or two dimensions, got ${box.length}`);
  const pieces = cells ** dims;
  const widths = box.map(([low, high]) => (high - low) / cells);
  const indexOn = (axis: number, piece: number) => Math.floor(piece / cells ** (dims - 1 - axis)) % cells;
  return {
    pieces,
    events: Float32Array.from({ length: pieces * dims }, (_, i) => {
      const axis = i % dims;
      return at(box, axis)[0] + at(widths, axis) * (indexOn(axis, Math.floor(i / dims)) + 0.5);
    }),
    volume: widths.reduce((volume, width) => volume * width, 1),
    pieceOf: (event) =>
      box.reduce((piece, [low], axis) => {
        const index = Math.floor((at(event, axis) - low) / at(widths, axis));
        return piece * cells + Math.min(cells - 1, Math.max(0, index));
      }, 0),
    groups: (masses) => (dims === 1 ? equalGroups(masses, groupsPerAxis[1]) : groupsOfColumns(masses, cells)),
  };
}

/** All events of `dims` discrete numbers: each outcome is a piece and a group of its own. */
export function outcomePartition(values: readonly number[], dims: number): Partition {
  const pieces = values.length ** dims;
  const events = Float32Array.from({ length: pieces * dims }, (_, i) => {
    const place = dims - 1 - (i % dims);
    return at(values, Math.floor(Math.floor(i / dims) / values.length ** place) % values.length);
  });
  return {
    pieces,
    events,
    volume: 1,
    pieceOf: (event) => Array.from(event).reduce((piece, value) => piece * values.length + values.indexOf(value), 0),
    groups: () => ({ group: Int32Array.from({ length: pieces }, (_, piece) => piece), count: pieces }),
  };
}

/** Along the first axis equally probable columns, and along the second equally probable parts of each. */
function groupsOfColumns(masses: ArrayLike<number>, cells: number): { group: Int32Array; count: number } {
  const across = groupsPerAxis[2];
  const row = (i: number) => Array.from({ length: cells }, (_, j) => at(masses, i * cells + j));
  const rows = Array.from({ length: cells }, (_, i) => row(i));
  const columns = equalGroups(rows.map(sum), across);
  const group = new Int32Array(cells * cells);
  for (let column = 0; column < across; column++) {
    const inside = rows.filter((_, i) => columns.group[i] === column);
    const along = Array.from({ length: cells }, (_, j) => sum(inside.map((row) => at(row, j))));
    const parts = equalGroups(along, across);
    for (let i = 0; i < cells; i++) {
      if (columns.group[i] !== column) continue;
      for (let j = 0; j < cells; j++) group[i * cells + j] = column * across + at(parts.group, j);
    }
  }
  return { group, count: across * across };
}

/** Neighbours in `count` groups of about the same mass, each by where the middle of its mass lies in the whole. */
function equalGroups(masses: ArrayLike<number>, count: number): { group: Int32Array; count: number } {
  const total = sum(masses);
  let below = 0;
  const group = Int32Array.from(masses, (mass) => {
    const middle = (below + mass / 2) / total;
    below += mass;
    return Math.min(count - 1, Math.floor(count * middle));
  });
  return { group, count };
}

const sum = (numbers: ArrayLike<number>): number => Array.from(numbers).reduce((total, number) => total + number, 0);

const at = <T>(list: ArrayLike<T>, i: number): T => list[i] as T;
