import type { DensityModel, NumericArray, SampleOptions } from '@flows/core';

/** `count` samples of a model, given a context where there is one, on the host. */
export async function samplesOf(
  model: DensityModel,
  count: number,
  rng: SampleOptions['rng'],
  context?: SampleOptions['context'],
): Promise<NumericArray> {
  const x = model.sample(count, { rng, context });
  const data = (await x.data()) as Float32Array;
  x.dispose();
  return { data, shape: [count, ...model.eventShape] };
}
