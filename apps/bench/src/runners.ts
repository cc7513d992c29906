import {
  type DensityModel,
  type Engine,
  type EstimateOptions,
  eagerEngine,
  type Given,
  type SampleOptions,
  type Sampler,
  sampleInChunks,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { drawnAtOnce } from './rows-at-once.ts';

/** A model in use: log p of rows in nats, its estimate where there is one, and samples. Who calls disposes of what it gives. */
export type Running = {
  logProb(x: tf.Tensor, given?: Given): Promise<tf.Tensor1D>;
  estimateLogProb?(x: tf.Tensor, options: EstimateOptions): Promise<tf.Tensor1D>;
  sample(count: number, options: SampleOptions): Promise<tf.Tensor>;
  dispose(): void;
};

/** A way in which models are trained and used. */
export type Runner = { readonly engine: Engine; running(model: DensityModel): Running };

/** `threads`: the most that a graph runs on; as compiling chooses where absent. */
export type RunnerOptions = { threads?: number };

/** The ways by name; each imports what it needs when it is asked for. */
export const runners = {
  compiled: async ({ threads }: RunnerOptions = {}): Promise<Runner> => {
    const { CompileError, compile, compileModel, onnxEngine } = await import('@flows/compile');
    const running = (model: DensityModel): Running => {
      const compiled = compileModel(model, { threads });
      const estimate =
        model.estimateLogProb &&
        compile((x: tf.Tensor, options: EstimateOptions) => model.estimateLogProb?.(x, options) as tf.Tensor1D, {
          ...{ threads, variables: 'constants' },
        });
      // What decides on the host how it samples has no graph.
      const sampleEagerly = (error: unknown, ...[count, options]: Parameters<Running['sample']>) => {
        if (!(error instanceof CompileError)) throw error;
        return drawn(model, model, count, options);
      };
      return {
        ...compiled,
        ...(estimate && { estimateLogProb: (x, options) => estimate(x, options) }),
        sample: (count, options) =>
          drawn(model, compiled, count, options).catch((error) => sampleEagerly(error, count, options)),
        dispose: () => {
          compiled.dispose();
          estimate?.dispose();
        },
      };
    };
    return { engine: onnxEngine({ threads }), running };
  },
  eager: async (_: RunnerOptions = {}): Promise<Runner> => ({ engine: eagerEngine(), running: eager }),
};

const eager = (model: DensityModel): Running => ({
  logProb: async (x, given) => tf.tidy(() => model.logProb(x, given)),
  ...(model.estimateLogProb && {
    estimateLogProb: async (x, options) => tf.tidy(() => model.estimateLogProb?.(x, options) as tf.Tensor1D),
  }),
  sample: (count, options) => drawn(model, model, count, options),
  dispose: () => {},
});

/** Samples at once, or chunk by chunk and step by step where the model draws in steps. */
const drawn = async (
  model: DensityModel,
  sampler: Sampler<tf.Tensor>,
  count: number,
  options: SampleOptions,
): Promise<tf.Tensor> =>
  model.stages
    ? sampleInChunks(sampler, count, { ...options, chunk: drawnAtOnce(model) })
    : sampler.sample(count, options);

export type EngineName = keyof typeof runners;

export const engineNames = Object.keys(runners) as [EngineName, ...EngineName[]];
