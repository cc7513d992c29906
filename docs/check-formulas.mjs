// The site's formulas are set, all of them: KaTeX marks what it cannot read, and ends well all the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const pages = (folder, ending) =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => [join(folder, file), readFileSync(join(import.meta.dirname, folder, file), 'utf8')]);

const complain = (path, what) => {
  console.error(`docs/${path}: ${what}`);
  process.exitCode = 1;
};

for (const [path, text] of pages('guides', '.md')) {
  for (const [formula] of text.matchAll(/\$\$.+?\$\$|\$[^$\n]+\$/gs)) {
    if (/\\[{}]/.test(formula)) complain(path, `Markdown takes the backslash of ${formula}: write \\lbrace, \\rbrace`);
  }
}
let set = 0;
for (const [path, html] of pages('site', '.html')) {
  for (const [, title] of html.matchAll(/class="katex-error"[^>]*title="([^"]*)"/g)) complain(path, title);
  if (html.includes('katex-error')) complain(path, 'a formula that KaTeX cannot read');
  if (/(src|href)="https?:\/\/[^"]+\.(js|css|woff2)"/.test(html)) complain(path, 'a file from the network');
  set += html.match(/class="katex"/g)?.length ?? 0;
}
if (set === 0) complain('site', 'no formula at all');
else console.log(`${set} formulas set`);
