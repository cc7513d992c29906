import { encode } from 'fast-png';

/** Colours from the lowest value to the highest: red, green and blue of 0 to 255. */
export type Palette = readonly (readonly [number, number, number])[];

/** Matplotlib's magma, perceptually even from black to pale yellow, at even steps. */
const magmaStops: Palette = [
  [0, 0, 4],
  [20, 14, 54],
  [59, 15, 112],
  [100, 26, 128],
  [140, 41, 129],
  [183, 55, 121],
  [222, 73, 104],
  [247, 112, 92],
  [254, 159, 109],
  [254, 207, 146],
  [252, 253, 191],
];

const shades = 64;

const between = (stops: Palette): Palette =>
  Array.from({ length: shades }, (_, shade) => {
    const place = (shade / (shades - 1)) * (stops.length - 1);
    const stop = Math.min(Math.floor(place), stops.length - 2);
    const [low, high] = [stops[stop], stops[stop + 1]] as [Palette[number], Palette[number]];
    return [0, 1, 2].map((i) =>
      Math.round((low[i] as number) + (place - stop) * ((high[i] as number) - (low[i] as number))),
    ) as [number, number, number];
  });

export const magma = between(magmaStops);

/** From paper to ink. */
export const ink = between([
  [250, 250, 247],
  [24, 26, 32],
]);

/** A PNG as a data URI, of values from 0, the palette's first colour, to 1, its last; row after row from the top. */
export function pictureOf(values: ArrayLike<number>, width: number, palette: Palette): string {
  const data = Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * (palette.length - 1)));
  const colours = palette.map((colour) => [...colour]);
  return asUri({ width, height: data.length / width, data, depth: 8, channels: 1, palette: colours });
}

/** The same of red, green and blue, three values a pixel from 0 to 1. */
export function colourPictureOf(values: ArrayLike<number>, width: number): string {
  const data = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return asUri({ width, height: data.length / (3 * width), data, depth: 8, channels: 3 });
}

const asUri = (picture: Parameters<typeof encode>[0]): string =>
  `data:image/png;base64,${Buffer.from(encode(picture, { zlib: { level: 9 } })).toString('base64')}`;
