import type { DensityModel, NumericArray, Rng } from '@flows/core';

/** `count` samples of a model, on the host. */
export async function samplesOf(model: DensityModel, count: number, rng: Rng): Promise<NumericArray> {
  const x = model.sample(count, { rng });
  const data = (await x.data()) as Float32Array;
  x.dispose();
  return { data, shape: [count, ...model.eventShape] };
}
