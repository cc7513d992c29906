export { basePoints } from './base-points.ts';
export {
  type Bijector,
  constantLogDet,
  type Given,
  type Mapped,
  mapped,
  requireBijector,
  sumEvent,
} from './bijector.ts';
export { additiveFamily } from './bijectors/additive-family.ts';
export { type AffineOptions, affine } from './bijectors/affine.ts';
export { affineFamily } from './bijectors/affine-family.ts';
export { BatchNorm, type BatchNormOptions, batchNorm } from './bijectors/batch-norm.ts';
export { Chain, chain } from './bijectors/chain.ts';
export { type ElementwiseFamily, type MappedElements, ofElements } from './bijectors/elementwise-family.ts';
export { type GatedFamilyOptions, gatedFamily } from './bijectors/gated-family.ts';
export { invert } from './bijectors/invert.ts';
export { logit } from './bijectors/logit.ts';
export { permute, reversePermutation } from './bijectors/permute.ts';
export { reshape } from './bijectors/reshape.ts';
export { Reversible, reversible } from './bijectors/reversible.ts';
export { type CustomScale, type Scale, type ScaleConfig, type ScaleOption, scale } from './bijectors/scale.ts';
export { type StandardizeOptions, standardize } from './bijectors/standardize.ts';
export { Unconditional, unconditional } from './bijectors/unconditional.ts';
export { bitsPerDim } from './bits-per-dim.ts';
export type { StatisticsData } from './column-statistics.ts';
export {
  contextOf,
  type DensityModel,
  type EstimateOptions,
  type ObjectiveOptions,
  oneTemperature,
  requireDensityModel,
  type SampleOptions,
} from './density-model.ts';
export type { NoiseFlow } from './dequantization-noise.ts';
export { Dequantized, type DequantizedOptions, dequantized } from './dequantized.ts';
export { bernoulliConditional } from './distributions/bernoulli-conditional.ts';
export { type CategoricalConditionalOptions, categoricalConditional } from './distributions/categorical-conditional.ts';
export type { ConditionalDistribution } from './distributions/conditional-distribution.ts';
export { type DiagonalNormalOptions, diagonalNormal } from './distributions/diagonal-normal.ts';
export {
  type DiscretizedLogisticMixtureOptions,
  discretizedLogisticMixtureConditional,
} from './distributions/discretized-logistic-mixture-conditional.ts';
export { type FullGaussian, fullGaussian } from './distributions/full-gaussian.ts';
export { gaussianConditional } from './distributions/gaussian-conditional.ts';
export {
  type IsotropicGaussianConditionalOptions,
  isotropicGaussianConditional,
} from './distributions/isotropic-gaussian-conditional.ts';
export { logistic } from './distributions/logistic.ts';
export { type MixtureOfGaussiansOptions, mixtureOfGaussians } from './distributions/mixture-of-gaussians.ts';
export {
  type MixtureOfGaussiansConditionalOptions,
  mixtureOfGaussiansConditional,
} from './distributions/mixture-of-gaussians-conditional.ts';
export { type StandardNormalOptions, standardNormal } from './distributions/standard-normal.ts';
export { type UniformOptions, uniform } from './distributions/uniform.ts';
export {
  ConfigError,
  DataError,
  DomainError,
  type ErrorCode,
  FlowsError,
  ShapeError,
  WeightsError,
} from './errors.ts';
export { Flow, type FlowOptions, flow, type PathPoint, type SampleWithLogProb } from './flow.ts';
export { type ChosenParticles, chooseParticles } from './imputation/choose-particles.ts';
export {
  type ImputationMethod,
  type Imputed,
  type ImputedRow,
  type ImputeOptions,
  impute,
} from './imputation/impute.ts';
export type { Completed, Imputer, ImputerOptions } from './imputation/imputer.ts';
export { kinds } from './kinds.ts';
export { alongDirection } from './latents/along-direction.ts';
export { attributeDirection } from './latents/attribute-direction.ts';
export { type InterpolateOptions, interpolate } from './latents/interpolate.ts';
export type { LatentModel } from './latents/latent-model.ts';
export { logSumExp } from './log-sum-exp.ts';
export { type Estimate, nats } from './nats.ts';
export { type ActivationName, activation } from './networks/activation.ts';
export type { Conditioner } from './networks/conditioner.ts';
export { type ContextMap, contextMap, requireContext, withContext } from './networks/context-map.ts';
export { type ConvolutionLayer, type ConvolutionOptions, convolution } from './networks/convolution.ts';
export { type ConvolveOptions, convolve } from './networks/convolve.ts';
export {
  type DenseLayer,
  type DenseOptions,
  dense,
  type LinearLayer,
  type Start,
  symmetric,
} from './networks/dense.ts';
export { type Level, topLevel } from './networks/levels.ts';
export { type LayerMaker, Mlp, type MlpBody, type MlpOptions, mlp, requireBody } from './networks/mlp.ts';
export { depthToSpace, spaceToDepth } from './networks/space-to-depth.ts';
export { parameter } from './parameter.ts';
export { type Rng, type RngState, rng } from './rng.ts';
export { type Completer, complete } from './sampling/complete.ts';
export { type DrawOptions, drawAtOnce, drawStepByStep } from './sampling/draw-in-stages.ts';
export { type ChunkOptions, type Sampler, sampleInChunks } from './sampling/sample-in-chunks.ts';
export type { Cache, Drawn, SampleStage, Soon, Staged, StageGiven, StepOptions } from './sampling/sample-stage.ts';
export type { Build, Kinds } from './saving/kinds.ts';
export { load, loadWeights } from './saving/load.ts';
export { readSafetensors, type Safetensors, type StoredTensor, writeSafetensors } from './saving/safetensors.ts';
export { readValues, type SaveOptions, save, type TrainingState } from './saving/save.ts';
export {
  placesOf,
  requireColumns,
  requireCount,
  requireEven,
  requireEvent,
  requireImages,
  requireInRange,
  requireList,
  requireShape,
  type Shape,
  shapeText,
  sizeOf,
} from './shape.ts';
export { takeColumns, takeRows } from './take-columns.ts';
export {
  type Batch,
  type Config,
  countParameters,
  type DataInitialized,
  disposeParts,
  isDataInitialized,
  isRecalibrated,
  listed,
  ownersOf,
  type Parts,
  partsOf,
  type Recalibrated,
  stateless,
  type Trainable,
  trainable,
  variablesOf,
} from './trainable.ts';
export type { AdamOptions } from './training/adam.ts';
export { eagerEngine } from './training/eager-engine.ts';
export type { CompiledLogProb, CompiledStep, Engine, Step, StepResult } from './training/engine.ts';
export { findNonFinite, type NonFinite } from './training/find-non-finite.ts';
export { fit } from './training/fit.ts';
export type { BatchSource, FitData } from './training/fit-data.ts';
export type { CurvePoint, FitOptions, FitProgress, FitResult } from './training/fit-options.ts';
export { type FitToDensityOptions, fitToDensity } from './training/fit-to-density.ts';
export { FlatParameters } from './training/flat-parameters.ts';
export type { Anneal, LogDensity, SampledDensity } from './training/reverse-kl.ts';
export type { NumericArray } from './training/rows.ts';
export type { Schedule } from './training/schedule.ts';
