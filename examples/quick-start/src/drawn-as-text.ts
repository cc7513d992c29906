const [columns, lines] = [36, 14];
const [width, height] = [7.6, 5];
const shades = ' .:+#@';

/** Points of the plane, (x, y) after (x, y), about the origin as lines of text: the more points in a cell, the darker it is. */
export function drawnAsText(points: ArrayLike<number>): string[] {
  const counts = Array.from({ length: lines }, () => new Array<number>(columns).fill(0));
  for (let i = 0; i < points.length; i += 2) {
    const row = counts[Math.floor((0.5 - (points[i + 1] as number) / height) * lines)];
    const column = Math.floor((0.5 + (points[i] as number) / width) * columns);
    if (row?.[column] !== undefined) row[column]++;
  }
  const most = Math.max(...counts.flat());
  const shadeOf = (count: number) => shades[Math.ceil((count / most) * (shades.length - 1))];
  return counts.map((row) => row.map(shadeOf).join(''));
}
