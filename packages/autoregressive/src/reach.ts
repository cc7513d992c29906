/** A set of places of an image: `[height][width]`. */
export type Places = readonly (readonly boolean[])[];

/** How far below and to the right of a place another one lies. */
export type Offset = readonly [rows: number, columns: number];

/** The one place of an image of `[height, width]`. */
export function onePlace([height, width]: readonly number[], row: number, column: number): boolean[][] {
  return Array.from({ length: height as number }, (_, r) =>
    Array.from({ length: width as number }, (_, c) => r === row && c === column),
  );
}

/** What a layer reads whose outputs at `places` read what lies at these offsets from them; beyond the image is nothing. */
export function spread(places: Places, offsets: readonly Offset[]): boolean[][] {
  const read = places.map((row) => row.map(() => false));
  places.forEach((row, r) => {
    row.forEach((isIn, c) => {
      if (!isIn) return;
      for (const [down, right] of offsets) {
        const other = read[r + down];
        if (other !== undefined && c + right in other) other[c + right] = true;
      }
    });
  });
  return read;
}

/** What is in any of the sets, of which there is at least one. */
export function union(places: Places, ...others: readonly Places[]): boolean[][] {
  return places.map((row, r) => row.map((isIn, c) => isIn || others.some((other) => other[r]?.[c] === true)));
}

/** The set without one of its places. */
export function without(places: Places, row: number, column: number): boolean[][] {
  return places.map((line, r) => line.map((isIn, c) => isIn && !(r === row && c === column)));
}

/** The offsets of a box of places: every one of these rows with every one of these columns, both ends included. */
export function box(rows: readonly [number, number], columns: readonly [number, number]): Offset[] {
  const range = ([from, to]: readonly [number, number]) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  return range(rows).flatMap((r) => range(columns).map((c): Offset => [r, c]));
}
