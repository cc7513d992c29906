/** The first key that the outermost object of a valid JSON text has twice, which `JSON.parse` would pass over. */
export function duplicateKey(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  let before = '';
  for (let i = 0; i < json.length; i++) {
    const char = json[i] as string;
    if (char === '"') {
      const end = endOfText(json, i);
      if (depth === 1 && before !== ':') {
        const key = JSON.parse(json.slice(i, end + 1)) as string;
        if (seen.has(key)) return key;
        seen.add(key);
      }
      i = end;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (char.trim() !== '') before = char;
  }
  return undefined;
}

/** The place of the quotation mark that ends the text that starts at `start`. */
function endOfText(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i;
}
