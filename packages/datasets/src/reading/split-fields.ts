/**
 * The fields of one line (RFC 4180): in quotes, a delimiter is text and a doubled quote a quote.
 *
 * @returns undefined where a quote is not closed, or text stands beside a quoted field.
 */
export function splitFields(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  for (let from = 0; from <= line.length; ) {
    const quoted = line[from] === '"';
    const end = quoted ? afterQuotes(line, from) : nextDelimiter(line, from, delimiter);
    if (end === undefined || (end < line.length && line[end] !== delimiter)) return undefined;
    const field = line.slice(from, end);
    if (!quoted && field.includes('"')) return undefined;
    fields.push(quoted ? field.slice(1, -1).replaceAll('""', '"') : field);
    from = end + 1;
  }
  return fields;
}

function nextDelimiter(line: string, from: number, delimiter: string): number {
  const at = line.indexOf(delimiter, from);
  return at === -1 ? line.length : at;
}

/** The position after the quote that closes the one at `from`. */
function afterQuotes(line: string, from: number): number | undefined {
  let at = line.indexOf('"', from + 1);
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at === -1 ? undefined : at + 1;
}
