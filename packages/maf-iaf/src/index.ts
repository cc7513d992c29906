export { kinds } from './kinds.ts';
export { type MafOptions, maf } from './maf.ts';
export {
  MaskedAutoregressive,
  type MaskedAutoregressiveOptions,
  maskedAutoregressive,
} from './masked-autoregressive.ts';
