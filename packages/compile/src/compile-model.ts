import type { DensityModel, Given, SampleOptions } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { compile } from './compile.ts';
import { type CompileOptions, requireCompileOptions } from './compile-options.ts';

/** The two things that a trained model is used for, compiled; see `DensityModel` for what they give. */
export interface CompiledModel<X extends tf.Tensor> {
  logProb(x: X, given?: Given): Promise<tf.Tensor1D>;
  sample(count: number, options: SampleOptions): Promise<X>;
  dispose(): void;
}

/**
 * Compiles the log-density and the sampler of a model. Its weights are constants of the graphs: where they have
 * changed since, the next call makes its graph anew, as it does for another number of rows, count or temperature. The
 * model has to stay for as long as they are used.
 *
 * @throws as `compile` does.
 */
export function compileModel<X extends tf.Tensor>(
  model: DensityModel<X>,
  options: CompileOptions = {},
): CompiledModel<X> {
  requireCompileOptions('compileModel', options);
  const asConstants = { variables: 'constants', ...options } as const;
  const logProb = compile((x: X, given?: Given) => model.logProb(x, given), asConstants);
  const sample = compile((count: number, given: SampleOptions) => model.sample(count, given), asConstants);
  return {
    logProb: (x, given) => logProb(x, given),
    sample: (count, given) => sample(count, given),
    dispose: () => {
      logProb.dispose();
      sample.dispose();
    },
  };
}
