export type { AutoregressiveLayersOptions } from './autoregressive-layers.ts';
export { type IafOptions, iaf } from './iaf.ts';
export { kinds } from './kinds.ts';
export { type MafOptions, maf } from './maf.ts';
export {
  MaskedAutoregressive,
  type MaskedAutoregressiveOptions,
  maskedAutoregressive,
  type Solved,
  type Solver,
  type SolverReport,
} from './masked-autoregressive.ts';
