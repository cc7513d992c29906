import type { DensityModel, NumericArray, SampleOptions } from '@flows/core';

/** `count` samples of a model on the host. */
export async function samplesOf(model: DensityModel, count: number, options: SampleOptions): Promise<NumericArray> {
  const x = model.sample(count, options);
  const data = (await x.data()) as Float32Array;
  x.dispose();
  return { data, shape: [count, ...model.eventShape] };
}
