// Writes src/training/adam-wasm.ts from adam.wat beside it:
//     pnpm --filter @flows/core embed-adam
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const at = (name) => new URL(`src/training/${name}`, import.meta.url);
const module = (await wabt()).parseWat('adam.wat', readFileSync(at('adam.wat'), 'utf8'), { simd: true });
module.validate();
const bytes = Buffer.from(module.toBinary({}).buffer);

writeFileSync(
  at('adam-wasm.ts'),
  `// Made by embed-adam.mjs: adam.wat, assembled, in base64.
export const adamWasm =
  '${bytes.toString('base64')}';
`,
);
