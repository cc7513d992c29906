export { type Degrees, hiddenDegrees, inputDegrees, type OrderOption } from './degrees.ts';
export { kinds } from './kinds.ts';
export { Made, type MadeOptions, made } from './made.ts';
export { mask } from './mask.ts';
export { type MaskedDenseOptions, maskedDense } from './masked-dense.ts';
export { MaskedMlp, type MaskedMlpOptions, maskedMlp, requireMaskedMlp } from './masked-mlp.ts';
