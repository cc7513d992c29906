/** The lines at the end of a terminal that change in place, and those above them that stay. */
export class LiveLines {
  #drawn = 0;

  constructor(readonly stream: NodeJS.WriteStream) {}

  /** Draws the lines that are live now in the place of those that were. */
  draw(lines: readonly string[]): void {
    const width = Math.max(1, (this.stream.columns ?? 80) - 1);
    this.stream.write(this.#erase() + lines.map((line) => `${line.slice(0, width)}\n`).join(''));
    this.#drawn = lines.length;
  }

  /** Writes a line that stays above the live ones, which the next `draw` brings back. */
  keep(line: string): void {
    this.stream.write(`${this.#erase()}${line}\n`);
    this.#drawn = 0;
  }

  #erase(): string {
    return this.#drawn === 0 ? '' : `\x1b[${this.#drawn}A\x1b[0J`;
  }
}
