import type { DensityModel, Given, SampleOptions } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type CompileOptions, compile } from './compile.ts';

/** The two things that a trained model is used for, compiled; see `DensityModel` for what they give. */
export interface CompiledModel<X extends tf.Tensor> {
  logProb(x: X, given?: Given): Promise<tf.Tensor1D>;
  sample(count: number, options: SampleOptions): Promise<X>;
  dispose(): void;
}

/**
 * Compiles the log-density and the sampler of a model. They follow its weights, and need the model for as long as they
 * are used; another number of rows, another count and another temperature make another graph.
 *
 * @throws as `compile` does, when called.
 */
export function compileModel<X extends tf.Tensor>(model: DensityModel<X>, options?: CompileOptions): CompiledModel<X> {
  const logProb = compile((x: X, given?: Given) => model.logProb(x, given), options);
  const sample = compile((count: number, given: SampleOptions) => model.sample(count, given), options);
  return {
    logProb: (x, given) => logProb(x, given),
    sample: (count, given) => sample(count, given),
    dispose: () => {
      logProb.dispose();
      sample.dispose();
    },
  };
}
