// Writes digits-data.ts from the table of the digits, [1797, 65] with the label last:
//     pnpm --filter @flows/datasets embed-digits PATH/TO/digits.csv.gz
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'fflate';
import { openFile } from '../node.ts';
import { readCsv } from '../reading/read-csv.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('embed-digits: expected the path of the digits as CSV');

const { data, shape } = readCsv(await openFile(path));
const packed = deflateSync(Uint8Array.from(data), { level: 9, mem: 12 });

writeFileSync(
  new URL('digits-data.ts', import.meta.url),
  `// Made by embed-digits.ts: ${shape.join(' x ')} bytes, deflated, in base64. Origin and licence: LICENSE-DATA.
export const digitsData =
  '${Buffer.from(packed).toString('base64')}';
`,
);
