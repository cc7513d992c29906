import type { DensityModel, NumericArray, SampleOptions } from '@flows/core';
import { runners } from '../runners.ts';

/** `count` samples of a model on the host; of one that draws in steps, compiled, which is many times faster. */
export async function samplesOf(model: DensityModel, count: number, options: SampleOptions): Promise<NumericArray> {
  const runner = await runners[model.stages ? 'compiled' : 'eager']();
  const running = runner.running(model);
  try {
    const x = await running.sample(count, options);
    const data = (await x.data()) as Float32Array;
    x.dispose();
    return { data, shape: [count, ...model.eventShape] };
  } finally {
    running.dispose();
  }
}
