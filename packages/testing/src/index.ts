export { assignWeights } from './assign-weights.ts';
export type { BijectorOptions } from './bijector-subject.ts';
export { expectClose, type Numbers } from './close.ts';
export type { FitOptions, Library } from './contract.ts';
export type { DensityModelOptions } from './density-model-subject.ts';
export { type Domain, integers, interval, normal } from './domains.ts';
export { drawWeights } from './draw-weights.ts';
export { laws } from './laws.ts';
export { expectNoLeak } from './no-leak.ts';
