import { flowsBench } from './flows-bench.ts';

const code = await flowsBench(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
