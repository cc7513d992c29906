/** Graphs by what they are for, the latest used of them. */
export class GraphCache<G extends { release(): void }> {
  readonly #graphs = new Map<string, G>();

  constructor(readonly most: number) {}

  /** The graph of a key, made where there is none; the one that was not used for longest gives way. */
  async get(key: string, open: () => Promise<G>): Promise<G> {
    const graph = this.#graphs.get(key) ?? (await open());
    this.#graphs.delete(key);
    this.#graphs.set(key, graph);
    for (const [oldest, unused] of this.#graphs) {
      if (this.#graphs.size <= this.most) break;
      this.#graphs.delete(oldest);
      unused.release();
    }
    return graph;
  }

  /** A new graph in the place of an old one. */
  async replace(key: string, open: () => Promise<G>): Promise<G> {
    this.#graphs.get(key)?.release();
    this.#graphs.delete(key);
    return this.get(key, open);
  }

  dispose(): void {
    for (const graph of this.#graphs.values()) graph.release();
    this.#graphs.clear();
  }
}
