import {
  type DensityModel,
  drawStepByStep,
  type Given,
  type SampleOptions,
  type SampleStage,
  type Staged,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type Compiled, compile } from './compile.ts';
import { type CompileOptions, requireCompileOptions } from './compile-options.ts';

/** The two things that a trained model is used for, compiled; see `DensityModel` for what they give. */
export interface CompiledModel<X extends tf.Tensor> extends Partial<Staged> {
  readonly eventShape: DensityModel['eventShape'];
  readonly readsBeginnings?: boolean;
  logProb(x: X, given?: Given): Promise<tf.Tensor1D>;
  sample(count: number, options: SampleOptions): Promise<X>;
  dispose(): void;
}

/**
 * Compiles the log-density and the sampler of a model. Its weights are constants of the graphs: where they have
 * changed since, the next call makes its graph anew, as it does for another number of rows, count or temperature. The
 * model has to stay for as long as they are used.
 *
 * Of a model that draws its samples in steps, one step is a graph, which is run for each: so are the steps of
 * `sampleInChunks` and `complete`, to which it is as good as the model.
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
  const { sample, ...staged } = samplerOf(model, asConstants);
  return {
    eventShape: model.eventShape,
    readsBeginnings: model.readsBeginnings,
    logProb: (x, given) => logProb(x, given),
    ...staged,
    sample: (count, given) => sample(count, given),
    dispose: () => {
      logProb.dispose();
      staged.dispose();
    },
  };
}

type CompiledSampler<X extends tf.Tensor> = Omit<CompiledModel<X>, 'logProb' | 'eventShape' | 'readsBeginnings'>;

/** The whole sampler as one graph, or one step of each of its stages. */
function samplerOf<X extends tf.Tensor>(model: DensityModel<X>, options: CompileOptions): CompiledSampler<X> {
  if (!model.stages) {
    const sample = compile((count: number, given: SampleOptions) => model.sample(count, given), options);
    return { sample: (count, given) => sample(count, given), dispose: () => sample.dispose() };
  }
  const graphs: Compiled<never, unknown>[] = [];
  const compiled = <Arguments extends readonly unknown[], Result>(fn: (...args: Arguments) => Result) => {
    const graph = compile(fn, options);
    graphs.push(graph as Compiled<never, unknown>);
    return graph;
  };
  const stages = model.stages.map((stage): SampleStage => {
    const begin = compiled((...args: Parameters<SampleStage['begin']>) => stage.begin(...args));
    const step = compiled((...args: Parameters<SampleStage['step']>) => stage.step(...args));
    return { ...stage, begin: (...args) => begin(...args) as never, step: (...args) => step(...args) as never };
  });
  return {
    stages,
    together: model.together,
    sample: (count, given) => drawStepByStep('sample', stages, count, given),
    dispose: () => {
      for (const graph of graphs) graph.dispose();
    },
  };
}
