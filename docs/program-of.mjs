/** The program that a page of Markdown is: its ts blocks, in their order, as one module; undefined where it has none. */
export function programOf(markdown) {
  const blocks = [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  return blocks.length > 0 ? blocks.join('\n') : undefined;
}
